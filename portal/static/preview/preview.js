// The widget as on the clinic's website, in a frame without an origin: the page around it says which colours, and is told how
// high this one is. What would book is refused by this page's own policy, which is told instead of an error.
(() => {
  "use strict";
  const widget = document.querySelector("slotkeeper-booking");
  const stopped = document.querySelector("[data-stopped]");
  const show = ({ page, theme }) => {
    document.body.style.backgroundColor = page;
    widget.removeAttribute("style");
    for (const [name, value] of Object.entries(theme)) {
      widget.style.setProperty(name, value);
    }
  };
  show(JSON.parse(document.body.dataset.look));
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.look) {
      show(data.look);
    }
  });
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    if (effectiveDirective === "connect-src") {
      stopped.hidden = false;
      stopped.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("slotkeeper:step", () => {
    stopped.hidden = true;
  });
  new ResizeObserver(() => parent.postMessage({ height: document.body.scrollHeight }, "*")).observe(document.body);
})();
