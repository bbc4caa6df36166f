// The list of bookings: filters stay in the address, the search stays in this tab and in no address.
const form = document.querySelector("[data-find]");
if (form) {
  const key = `find ${location.pathname}`;
  const query = form.elements.q;
  const days = form.querySelector("[data-days]");
  const status = document.querySelector("[data-found-status]");
  const showDays = () => {
    days.hidden = form.elements.order.value !== "day";
  };
  form.addEventListener("change", showDays);
  form.addEventListener("input", () => sessionStorage.setItem(key, query.value));
  // A download leaves the page as it is: the form may be sent again.
  form.addEventListener("submit", () => setTimeout(() => delete form.dataset.sent));
  document.addEventListener("htmx:after:swap", () => {
    const results = document.querySelector("[data-results]");
    status.textContent = results.dataset.found;
    history.replaceState(null, "", results.dataset.address);
  });
  showDays();
  const [visit] = performance.getEntriesByType("navigation");
  const typed = sessionStorage.getItem(key);
  if (visit?.type === "back_forward" && typed && !query.value) {
    query.value = typed;
    addEventListener("load", () => query.dispatchEvent(new Event("input", { bubbles: true })));
  }
}
for (const out of document.querySelectorAll('form[action="/staff/sign-out"]')) {
  out.addEventListener("submit", () => sessionStorage.clear());
}
