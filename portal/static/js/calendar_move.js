// Moving an appointment to another time or practitioner, saying so, and taking it back.
const root = document.querySelector("[data-calendar]");
if (root) {
  const words = root.querySelector("[data-words]").dataset;
  const toast = root.querySelector("[data-toast]");
  const SECONDS = 10;
  let fading = 0;

  const tell = (text, undo) => {
    clearTimeout(fading);
    toast.replaceChildren(document.createTextNode(text));
    if (undo) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words.undo;
      button.addEventListener("click", undo);
      toast.append(button);
    }
    toast.hidden = false;
    fading = setTimeout(() => {
      toast.hidden = true;
    }, SECONDS * 1000);
  };
  const post = (item, where) =>
    fetch(`${item.pathname}/move`, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams({ csrf: root.dataset.csrf, revision: item.dataset.revision, tell: "on", ...where }),
    }).catch(() => null);

  // `where`: practitioner (slug) and starts_at (epoch seconds). The answer says what stands against it, if anything.
  root.move = async (item, where, back) => {
    const name = item.dataset.item;
    const before = { practitioner: item.closest("[data-column]").dataset.practitioner, starts_at: item.dataset.starts };
    const answer = await post(item, where);
    const text = answer && (await answer.text());
    if (!answer || answer.status >= 500 || answer.headers.get("HX-Redirect") || text.includes("<!DOCTYPE")) {
      tell(words.failed);
    } else if (answer.status === 204) {
      const undo = async () => {
        toast.hidden = true;
        const again = root.querySelector(`[data-item="${name}"]`);
        if (again) {
          await root.move(again, before, true);
          again.focus({ preventScroll: true });
        }
      };
      tell(back ? words.undone : words.moved.replace("{when}", root.place.time(Number(where.starts_at))), back ? null : undo);
    } else {
      toast.hidden = true;
      await root.peek.show(text);
    }
    root.dispatchEvent(new Event("calendar:changed", { bubbles: true }));
  };
}
