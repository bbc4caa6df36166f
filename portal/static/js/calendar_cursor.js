// Free time in a calendar: the pointer or the arrow keys show which it is, and Enter or a press begins a booking there.
// Each column has a link for it, which a refresh leaves alone.
const root = document.querySelector("[data-calendar]");
if (root) {
  const [STEP, LENGTH] = [15, 30]; // minutes
  const scroll = root.querySelector("[data-scroll]");
  const words = root.querySelector("[data-words]").dataset;
  const hide = (but) => {
    for (const each of root.querySelectorAll("[data-cursor]")) {
      each.hidden = each !== but;
    }
  };
  const isFree = (column, minute) => !root.place.items(column).some(([, begins, ends]) => begins <= minute && minute < ends);

  // Shows the column's link at that minute; null where the day has no such time.
  const show = (column, minute) => {
    const instant = root.place.instant(column, minute);
    const cursor = column.querySelector("[data-cursor]");
    if (instant === null || !cursor || !column.dataset.practitioner) {
      return null;
    }
    const next = root.place.items(column).map(([, begins]) => begins).filter((begins) => begins > minute);
    const length = Math.min(LENGTH, ...next.map((begins) => begins - minute), root.place.rows() * 5 - minute);
    cursor.style.setProperty("--s", String(minute / 5));
    cursor.style.setProperty("--l", String(length / 5));
    cursor.dataset.minute = String(minute);
    cursor.href = `${root.dataset.address}/${root.dataset.begin ?? "new"}?practitioner=${column.dataset.practitioner}&start=${instant}`;
    const when = root.place.time(instant);
    cursor.textContent = length < STEP ? "" : when;
    cursor.setAttribute("aria-label", (words.begin ?? words.new).replace("{when}", when).replace("{name}", column.dataset.name));
    hide(cursor);
    return cursor;
  };
  root.cursor = {
    step: STEP,
    isFree,
    show,
    focus: (column, minute) => show(column, minute)?.focus(),
    // What has the focus: its column and minutes.
    place: () => {
      const focused = document.activeElement?.closest?.("[data-item], [data-cursor]");
      const column = focused?.closest("[data-column]");
      if (!column) {
        return null;
      }
      if (focused.dataset.minute) {
        const minute = Number(focused.dataset.minute);
        return { column, focused, begins: minute, ends: minute };
      }
      const [, begins, ends] = root.place.items(column).find(([item]) => item === focused);
      return { column, focused, begins, ends };
    },
  };

  const under = (event) => {
    const lane = event.target.closest?.(".cal-lane");
    const column = lane?.closest("[data-column]");
    if (!column || event.target.closest("[data-item]")) {
      return null;
    }
    const row = (event.clientY - lane.getBoundingClientRect().top) / root.place.row(column);
    const minute = Math.floor((row * 5) / STEP) * STEP;
    return isFree(column, minute) ? [column, minute] : null;
  };
  scroll.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons || root.dataset.carrying || document.activeElement?.dataset.cursor !== undefined) {
      return;
    }
    const place = under(event);
    if (place) {
      show(...place);
    } else if (!event.target.closest?.("[data-cursor]")) {
      hide();
    }
  });
  scroll.addEventListener("pointerleave", () => document.activeElement?.dataset.cursor === undefined && hide());
  // A finger shows it first and books with the second press.
  scroll.addEventListener("click", (event) => {
    const place = under(event);
    if (place && !event.target.closest("a")) {
      root.cursor.focus(...place);
    }
  });
  scroll.addEventListener("focusout", (event) => event.target.dataset?.cursor !== undefined && !event.relatedTarget?.dataset?.cursor && hide());
}
