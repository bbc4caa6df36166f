// The lines for the website follow the choices; the preview follows the lines: colours at once, what it starts with by loading anew.
const choices = document.querySelector("[data-website]");
if (choices) {
  const frame = document.querySelector("[data-try]");
  const lines = () => document.querySelector("[data-lines]").dataset;
  let shown = lines().attributes;
  document.addEventListener("htmx:after:swap", () => {
    const { attributes, look, preview } = lines();
    if (attributes === shown) {
      frame.contentWindow.postMessage({ look: JSON.parse(look) }, "*");
    } else {
      shown = attributes;
      frame.src = preview;
    }
    history.replaceState(null, "", `${location.pathname}?${new URLSearchParams(new FormData(choices))}`);
  });
  addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && data?.height > 0) {
      frame.style.blockSize = `${Math.min(data.height, 4000)}px`;
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea[readonly]")) {
      target.select();
    }
  });
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-note-copy]")) {
      const form = document.querySelector("[data-copied]");
      fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
    }
  });
}
