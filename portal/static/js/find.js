// A list of bookings or patients: filters stay in the address, the search stays in this tab and in no address.
const form = document.querySelector("[data-find]");
if (form) {
  const key = `find ${location.pathname}`;
  const { q: query, from, order } = form.elements;
  const days = form.querySelector("[data-days]");
  const status = document.querySelector("[data-found-status]");
  const showDays = () => {
    if (days) {
      days.hidden = order.value !== "day";
    }
  };
  const search = () => query.dispatchEvent(new Event("input", { bubbles: true }));
  form.addEventListener("change", showDays);
  form.addEventListener("input", () => sessionStorage.setItem(key, query.value));
  form.addEventListener("submit", (event) => {
    // Scripts have searched already, and a page that was posted is hard to come back to.
    if (window.htmx && !event.submitter?.hasAttribute("formaction")) {
      event.preventDefault();
      if (!event.submitter?.hasAttribute("hx-post")) {
        search();
      }
    }
    setTimeout(() => delete form.dataset.sent); // a download leaves the page as it is
  });
  document.addEventListener("htmx:after:swap", () => {
    const { found, address, from: begins, more } = document.querySelector("[data-results]").dataset;
    status.textContent = found;
    if (address) {
      history.replaceState(null, "", address);
    }
    if (from) {
      from.value ||= begins;
    }
    if (more) {
      scrollTo(0, 0);
    }
  });
  showDays();
  const [visit] = performance.getEntriesByType("navigation");
  const typed = sessionStorage.getItem(key);
  if (visit?.type === "back_forward" && typed) {
    query.value = typed;
    form.addEventListener("htmx:after:init", search, { once: true });
  } else {
    sessionStorage.setItem(key, query.value);
  }
}
for (const out of document.querySelectorAll('form[action="/staff/sign-out"]')) {
  out.addEventListener("submit", () => sessionStorage.clear());
}
