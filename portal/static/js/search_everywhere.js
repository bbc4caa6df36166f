// The one search: some results under its field while somebody types, all on its page. "/" leads to it, or to the page's own search.
const WAIT = 200;
const page = document.querySelector("[data-everywhere-page]");
const key = (form) => `find ${new URL(form.action).pathname}`;

const ask = async (form, as, signal) => {
  const body = new URLSearchParams(new FormData(form));
  body.set("as", as);
  const answer = await fetch(form.action, { method: "POST", body, signal, headers: { "HX-Request": "true" } }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => null) : null;
  // Who was signed out meanwhile is shown a whole page, which Enter leads to.
  return !text || answer.redirected || text.includes("<!DOCTYPE") ? null : text;
};
const put = (place, text) => {
  place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
};

const search = (form) => {
  const { text: field } = form.elements;
  const found = form.querySelector("[data-everywhere-found]");
  const status = form.querySelector("[data-everywhere-status]");
  let timer = 0;
  let asked = null;
  let shown = "";
  const options = () => [...found.querySelectorAll("[role=option]")];
  const active = () => found.querySelector("[aria-selected=true]");
  const isOpen = () => found.matches(":popover-open");

  const choose = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option?.id ?? "");
  };
  const place = () => {
    const { bottom, left, right } = field.getBoundingClientRect();
    const start = getComputedStyle(field).direction === "rtl" ? innerWidth - right : left;
    found.style.setProperty("--start", `${start}px`);
    found.style.setProperty("--top", `${bottom + 4}px`);
  };
  const open = () => {
    place();
    found.showPopover();
    field.setAttribute("aria-expanded", String(options().length > 0));
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    if (isOpen()) {
      found.hidePopover();
    }
    choose(null);
    field.setAttribute("aria-expanded", "false");
  };
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const text = await ask(form, "list", signal);
    if (text === null || signal.aborted || document.activeElement !== field) {
      return;
    }
    put(found, text);
    found.querySelector("[role=listbox]")?.setAttribute("id", `${field.id}-list`);
    choose(null);
    shown = field.value;
    status.textContent = found.querySelector("[data-said]").dataset.said;
    open();
  };
  const step = (by) => {
    const all = options();
    const next = all.indexOf(active()) + by;
    choose(all.at(active() || by > 0 ? next % all.length : -1));
  };

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", `${field.id}-list`);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim()) {
      timer = setTimeout(look, WAIT);
    } else {
      status.textContent = "";
      close();
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && shown && shown === field.value && options().length) {
      event.preventDefault();
      if (!isOpen()) {
        open();
      }
      step(by);
    } else if (event.key === "Enter" && isOpen() && active()) {
      event.preventDefault();
      active().click();
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) {
      close();
    }
  });
  form.addEventListener("submit", async (event) => {
    // A page that was posted is hard to come back to.
    event.preventDefault();
    setTimeout(() => delete form.dataset.sent);
    close();
    sessionStorage.setItem(key(form), field.value);
    const text = page ? await ask(form, "page") : null;
    if (text === null) {
      location.assign(form.action);
    } else {
      put(page, text);
    }
  });
  addEventListener("resize", () => isOpen() && place());
};

const forms = [...document.querySelectorAll("[data-everywhere]")];
forms.forEach(search);
if (page) {
  const [form] = forms;
  const typed = forms[0].elements.text.value || sessionStorage.getItem(key(form)) || "";
  forms.forEach((each) => (each.elements.text.value = typed));
  if (typed && !page.querySelector("section")) {
    ask(form, "page").then((text) => text && put(page, text));
  }
}
document.addEventListener("keydown", (event) => {
  const isBusy = event.target.closest("input, select, textarea, dialog[open], [contenteditable]");
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy) {
    return;
  }
  const fields = [document.querySelector("#find [type=search]"), ...forms.map((each) => each.elements.text)];
  const field = fields.find((each) => each?.checkVisibility());
  event.preventDefault();
  field?.select();
  (field ?? document.querySelector("[data-everywhere-link]"))?.focus();
});
