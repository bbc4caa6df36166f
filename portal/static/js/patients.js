// The list of patients: what was typed stays in this tab and in no address. Beside two records: take a value of either.
const form = document.querySelector("[data-find-patients]");
if (form) {
  const key = `find ${location.pathname}`;
  const { q: query } = form.elements;
  const status = document.querySelector("[data-found-status]");
  const search = () => query.dispatchEvent(new Event("input", { bubbles: true }));
  form.addEventListener("input", () => sessionStorage.setItem(key, query.value));
  form.addEventListener("submit", (event) => {
    // Scripts have searched already, and a page that was posted is hard to come back to.
    if (window.htmx) {
      event.preventDefault();
      if (!event.submitter?.hasAttribute("hx-post")) {
        search();
      }
    }
    setTimeout(() => delete form.dataset.sent);
  });
  document.addEventListener("htmx:after:swap", () => {
    const { found, more } = document.querySelector("[data-results]").dataset;
    status.textContent = found;
    if (more) {
      scrollTo(0, 0);
    }
  });
  const [visit] = performance.getEntriesByType("navigation");
  const typed = sessionStorage.getItem(key);
  if (visit?.type === "back_forward" && typed) {
    query.value = typed;
    form.addEventListener("htmx:after:init", search, { once: true });
  } else {
    sessionStorage.setItem(key, query.value);
  }
}
for (const button of document.querySelectorAll("[data-take]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.take);
    const value = button.querySelector("bdi");
    [field.value, value.textContent] = [value.textContent, field.value];
    field.focus();
  });
}
