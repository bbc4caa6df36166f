// Dragging an appointment: with a mouse at once, with a finger after a long press, so that scrolling stays scrolling.
const root = document.querySelector("[data-calendar]");
if (root) {
  const scroll = root.querySelector("[data-scroll]");
  const [FAR, LONG, EDGE] = [6, 400, 40]; // pixels, milliseconds, pixels
  let held = null; // { item, x, y, grip, id }
  let pressing = 0;
  let dragged = false;

  const begin = () => {
    const box = held.item.getBoundingClientRect();
    held.grip = held.y - box.top;
    dragged = true;
    root.carry.begin(held.item);
    scroll.setPointerCapture(held.id);
  };
  const let_go = () => {
    clearTimeout(pressing);
    held = null;
  };
  const columnAt = (x) =>
    root.place.columns().find((column) => {
      const { left, right } = column.getBoundingClientRect();
      return left <= x && x < right;
    });
  const follow = (event) => {
    const column = columnAt(event.clientX) ?? root.carry.place().column;
    const top = event.clientY - held.grip - root.place.lane(column).getBoundingClientRect().top;
    root.carry.to(column, Math.round(top / root.place.row(column)) * 5);
    const { top: upper, bottom } = scroll.getBoundingClientRect();
    const over = event.clientY > bottom - EDGE ? 12 : event.clientY < upper + EDGE + 56 ? -12 : 0;
    scroll.scrollBy(0, over);
  };

  scroll.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-movable]");
    dragged = false;
    if (!item?.closest("[data-column]") || event.button !== 0 || root.dataset.carrying || !matchMedia("(min-width: 768px)").matches && root.classList.contains("is-week")) {
      return;
    }
    held = { item, x: event.clientX, y: event.clientY, grip: 0, id: event.pointerId };
    if (event.pointerType !== "mouse") {
      pressing = setTimeout(begin, LONG);
    }
  });
  scroll.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) {
      return;
    }
    const isFar = Math.hypot(event.clientX - held.x, event.clientY - held.y) > FAR;
    if (root.carry.place()) {
      follow(event);
    } else if (isFar && event.pointerType === "mouse") {
      begin();
      follow(event);
    } else if (isFar) {
      let_go();
    }
  });
  scroll.addEventListener("pointerup", () => {
    if (held && root.carry.place()) {
      root.carry.drop();
    }
    let_go();
  });
  scroll.addEventListener("pointercancel", () => {
    if (held && root.carry.place()) {
      root.carry.cancel();
    }
    let_go();
  });
  // A finger that carries does not scroll, and what was dragged is not opened.
  scroll.addEventListener("touchmove", (event) => root.dataset.carrying && event.preventDefault(), { passive: false });
  scroll.addEventListener("contextmenu", (event) => root.dataset.carrying && event.preventDefault());
  scroll.addEventListener("dragstart", (event) => event.preventDefault());
  scroll.addEventListener(
    "click",
    (event) => {
      if (dragged) {
        event.preventDefault();
        event.stopPropagation();
        dragged = false;
      }
    },
    true,
  );
  document.addEventListener("keydown", (event) => event.key === "Escape" && let_go(), true);
}
