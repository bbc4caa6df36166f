// What is chosen in a calendar opens beside it; without it, or where that fails, the link leads to its page.
const root = document.querySelector("[data-calendar]");
if (root) {
  const panel = root.querySelector("[data-panel]");
  const inside = root.querySelector("[data-peeked]");
  let opener = null;

  root.peek = {
    // HTML of ours, from the server.
    show: async (text) => {
      panel.hidden = false;
      await window.htmx.swap({ text, target: inside, swap: "innerHTML", sourceElement: inside });
      panel.focus({ preventScroll: true });
    },
    close: () => {
      panel.hidden = true;
      inside.replaceChildren();
      const again = opener && root.querySelector(`[data-item="${opener}"]`);
      (again?.querySelector("summary") ?? again)?.focus({ preventScroll: true });
      opener = null;
    },
  };
  const open = async (link) => {
    const address = link.dataset.item ? `${root.dataset.address}/peek/${link.dataset.item}` : link.href;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer || (!answer.ok && !answer.headers.get("content-type")?.includes("html"))) {
      location.assign(link.href);
      return;
    }
    const text = await answer.text();
    if (answer.headers.get("HX-Redirect") || text.includes("<!DOCTYPE")) {
      location.assign(answer.headers.get("HX-Redirect") ?? link.href);
      return;
    }
    opener = link.closest("[data-item]")?.dataset.item ?? null;
    await root.peek.show(text);
  };
  root.peek.open = open;
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-item], a[data-peek]");
    if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link);
    }
  });
  root.querySelector("[data-close]").addEventListener("click", root.peek.close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden && !root.dataset.carrying) {
      root.peek.close();
    }
  });
}
