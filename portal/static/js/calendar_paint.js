// Marking times: a drag over a column, or Shift and the arrows, chooses a stretch; the form for it opens beside the days.
const root = document.querySelector("[data-calendar][data-painting]");
if (root) {
  const scroll = root.querySelector("[data-scroll]");
  const words = root.querySelector("[data-words]").dataset;
  const said = root.querySelector("[data-said]");
  const [STEP, LENGTH, FAR, LONG, EDGE] = [15, 30, 6, 400, 40]; // minutes, minutes, pixels, milliseconds, pixels
  const ghost = document.createElement("div");
  ghost.className = "cal-stroke";
  let stroke = null; // { column, anchor, from, until, id, y, on }
  let pressing = 0;
  let dragged = false;
  let longer = { minute: -1, length: LENGTH };

  const end = (column, until) => root.place.instant(column, until - 1) + 60;
  const text = ({ column, from, until }) =>
    words.marking
      .replace("{from}", root.place.time(root.place.instant(column, from)))
      .replace("{until}", root.place.time(end(column, until)))
      .replace("{name}", column.dataset.name);
  const draw = () => {
    ghost.style.setProperty("--s", String(stroke.from / 5));
    ghost.style.setProperty("--l", String((stroke.until - stroke.from) / 5));
    ghost.textContent = text(stroke);
    root.place.lane(stroke.column).append(ghost);
  };
  const letGo = () => {
    clearTimeout(pressing);
    stroke = null;
    delete root.dataset.carrying;
  };
  const open = async ({ column, from, until }) => {
    const fields = { practitioner: column.dataset.practitioner, start: root.place.instant(column, from), until: end(column, until) };
    const address = `${root.dataset.address}/paint?${new URLSearchParams(fields)}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.headers.get("HX-Redirect")) {
      await root.peek.show(await answer.text());
    } else {
      location.assign(address);
    }
  };

  const minuteAt = (column, y) => {
    const top = root.place.lane(column).getBoundingClientRect().top;
    const minute = Math.floor(((y - top) / root.place.row(column)) * 5 / STEP) * STEP;
    return Math.max(0, Math.min(minute, root.place.rows() * 5 - STEP));
  };
  const exists = (column, from, until) => root.place.instant(column, from) !== null && root.place.instant(column, until - 1) !== null;
  const begin = () => {
    stroke.on = true;
    dragged = true;
    root.dataset.carrying = "true"; // nothing is fetched anew meanwhile
    scroll.setPointerCapture(stroke.id);
    draw();
  };
  const follow = (event) => {
    const minute = minuteAt(stroke.column, event.clientY);
    const [from, until] = [Math.min(stroke.anchor, minute), Math.max(stroke.anchor, minute) + STEP];
    if (exists(stroke.column, from, until)) {
      Object.assign(stroke, { from, until });
      draw();
    }
    const { top, bottom } = scroll.getBoundingClientRect();
    scroll.scrollBy(0, event.clientY > bottom - EDGE ? 12 : event.clientY < top + EDGE + 56 ? -12 : 0);
  };

  scroll.addEventListener("pointerdown", (event) => {
    const column = event.target.closest(".cal-lane")?.closest("[data-column]");
    dragged = false;
    if (!column?.dataset.practitioner || event.button !== 0) {
      return;
    }
    const anchor = minuteAt(column, event.clientY);
    if (exists(column, anchor, anchor + STEP)) {
      stroke = { column, anchor, from: anchor, until: anchor + STEP, id: event.pointerId, y: event.clientY, on: false };
      pressing = event.pointerType === "mouse" ? 0 : setTimeout(begin, LONG);
    }
  });
  scroll.addEventListener("pointermove", (event) => {
    if (!stroke || event.pointerId !== stroke.id) {
      return;
    }
    const isFar = Math.abs(event.clientY - stroke.y) > FAR;
    if (!stroke.on && isFar && event.pointerType === "mouse") {
      begin();
    } else if (!stroke.on && isFar) {
      letGo();
    }
    if (stroke?.on) {
      follow(event);
    }
  });
  scroll.addEventListener("pointerup", () => {
    const done = stroke;
    letGo();
    if (done?.on) {
      open(done);
    }
  });
  const cancel = () => {
    letGo();
    ghost.remove();
  };
  scroll.addEventListener("pointercancel", cancel);
  document.addEventListener("calendar:changed", () => ghost.remove());

  // What was dragged is not pressed; a press on the free time under the cursor opens the form for it.
  scroll.addEventListener(
    "click",
    (event) => {
      const cursor = event.target.closest("[data-cursor]");
      if (dragged || cursor) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (cursor && !dragged) {
        const from = Number(cursor.dataset.minute);
        const length = longer.minute === from ? longer.length : LENGTH;
        open({ column: cursor.closest("[data-column]"), from, until: from + length });
      }
      dragged = false;
    },
    true,
  );
  const extend = (cursor, by) => {
    const column = cursor.closest("[data-column]");
    const from = Number(cursor.dataset.minute);
    const length = Math.max(STEP, (longer.minute === from ? longer.length : LENGTH) + by);
    if (from + length <= root.place.rows() * 5 && exists(column, from, from + length)) {
      longer = { minute: from, length };
      cursor.style.setProperty("--l", String(length / 5));
      said.textContent = text({ column, from, until: from + length });
    }
  };
  document.addEventListener(
    "keydown",
    (event) => {
      const cursor = document.activeElement?.closest?.("[data-cursor]");
      if (event.key === "Escape") {
        cancel();
      } else if (cursor && event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        extend(cursor, event.key === "ArrowDown" ? STEP : -STEP);
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
}
