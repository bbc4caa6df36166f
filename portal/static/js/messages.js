// The words of a message: what is typed shows beside it at once, and placeholders go in where the cursor stands.
const words = document.querySelector("form[data-words]");
if (words) {
  const show = document.querySelector("[data-show]");
  let frame = document.querySelector("[data-frame]");
  let part = words.querySelector("textarea");
  let waiting = 0;
  let looks = 0;

  // Each look gets a frame of its own, shown when it is there: nothing flickers, and Back still leads off the page.
  const look = () => {
    const fresh = frame.cloneNode();
    looks += 1;
    fresh.removeAttribute("src");
    fresh.name = show.formTarget = `look-${looks}`;
    fresh.hidden = true;
    frame.after(fresh);
    fresh.addEventListener("load", () => {
      const isLatest = fresh === frame;
      fresh.hidden = !isLatest;
      for (const each of document.querySelectorAll("[data-frame]")) {
        if (isLatest ? each !== fresh : each === fresh) {
          each.remove();
        }
      }
    });
    frame = fresh;
    words.requestSubmit(show);
  };
  const soon = (after) => {
    clearTimeout(waiting);
    waiting = setTimeout(look, after);
  };

  show.hidden = true;
  words.addEventListener("submit", ({ submitter }) => {
    if (submitter === show) {
      setTimeout(() => delete words.dataset.sent); // may be sent again and again (once.js)
    } else {
      clearTimeout(waiting);
    }
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-part]")) {
      soon(400);
    } else if (target.matches("[data-look]")) {
      soon(0);
    }
  });
  words.addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-part]")) {
      part = target;
    }
  });
  words.addEventListener("click", ({ target }) => {
    const chip = target.closest("[data-insert]");
    if (chip) {
      part.setRangeText(chip.dataset.insert, part.selectionStart, part.selectionEnd, "end");
      part.focus();
      part.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
