// <slotkeeper-booking clinic="…">: the children are the fallback and stay until the first fragment is there.
const TAG = "slotkeeper-booking";
const BASE = `:host{display:block!important}:host([hidden]){display:none!important}
::slotted(*){display:inline-block!important;visibility:visible!important;opacity:1!important}
.root{all:initial;display:block}.root[hidden]{display:none}
[role=status]{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;

const sheet = (text) => {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
};

const defineElement = (server) => {
  const widgets = new WeakMap();
  const policy = window.trustedTypes?.createPolicy("slotkeeper", { createHTML: (html) => html });
  const htmx = startHtmx();
  htmx.config.defaultTimeout = 30000;
  htmx.registerExtension("slotkeeper", requestRules(widgets, policy));
  const sheets = [sheet(BASE), sheet(STYLES)];

  const guarded = (act) => {
    try {
      act();
    } catch (error) {
      console.warn("slotkeeper:", error);
    }
  };

  class Booking extends HTMLElement {
    connectedCallback() {
      guarded(() => {
        if (!widgets.has(this)) widgets.set(this, build(this, { htmx, server, sheets }));
        const widget = widgets.get(this);
        if (widget.step) {
          widget.timer?.start();
          widget.state.start();
        } else if (widget.isBack) begin(widget);
        else widget.observer.observe(this);
      });
    }

    disconnectedCallback() {
      guarded(() => {
        const widget = widgets.get(this);
        widget?.timer?.stop();
        widget?.state?.stop();
        widget?.observer.disconnect();
      });
    }
  }
  customElements.define(TAG, Booking);
};

const build = (host, { htmx, server, sheets }) => {
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheets[0]];
  const clinic = host.getAttribute("clinic") ?? "";
  const base = host.getAttribute("server") || server;
  const part = (parent, attributes) => {
    const made = document.createElement("div");
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    parent.append(made);
    return made;
  };
  const root = part(shadow, { class: "root", part: "root", hidden: "" });
  const widget = {
    host, htmx, sheets, clinic, root,
    server: base,
    page: new URL(`/c/${encodeURIComponent(clinic)}`, base).href,
    stage: part(root, { class: "stage", "hx-sync": "this:replace" }),
    alert: part(root, { role: "alert" }),
    status: part(root, { role: "status", "data-status": "" }),
    requests: 0,
    hold: kept("localStorage", clinic, "hold"),
    payment: kept("localStorage", clinic, "payment"),
    visitor: kept("sessionStorage", clinic, "visitor"),
    link: kept("sessionStorage", clinic, location.pathname),
    typed: keepTyped(kept("sessionStorage", clinic, "typed")),
  };
  const fallback = document.createElement("slot");
  fallback.append(pageLink(widget, "Book an appointment"));
  shadow.prepend(fallback);
  takeLink(widget);
  window.addEventListener("hashchange", () => host.isConnected && takeLink(widget) && begin(widget));
  widget.patient = watchPatient(widget.stage);
  widget.stage.addEventListener("input", widget.typed.remember);
  widget.stage.addEventListener("click", followAnchor);
  widget.stage.addEventListener("focusin", ({ target }) => {
    if (target.matches("input,select,textarea")) widget.lastField = target;
  });
  widget.observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting } of entries) {
        if (isIntersecting && clinic) begin(widget);
      }
    },
    { rootMargin: "300px" },
  );
  return widget;
};

const reveal = ({ host, root, sheets }) => {
  host.shadowRoot.adoptedStyleSheets = sheets;
  host.shadowRoot.querySelector("slot").remove();
  root.hidden = false;
};
