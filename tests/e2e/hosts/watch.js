window.violations = [];
window.seen = [];
window.told = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
const EVENTS = ["config:request", "before:request", "after:request", "finally:request", "error", "before:swap", "after:swap",
  "before:process", "after:process", "before:init", "after:init", "before:cleanup", "after:cleanup", "before:settle", "after:settle"];
for (const target of [document, window]) {
  for (const name of EVENTS) target.addEventListener(`htmx:${name}`, (event) => seen.push(event.type), true);
}
for (const name of ["ready", "step", "held", "booked", "error"]) {
  document.addEventListener(`slotkeeper:${name}`, (event) => told.push([name, event.detail]));
}
