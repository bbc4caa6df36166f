// A calendar by keyboard: arrows from one appointment or free time to the next, letters for what is done often.
const root = document.querySelector("[data-calendar]");
if (root) {
  const help = root.querySelector("[data-help]");
  const follow = (name) => root.querySelector(`[data-days="${name}"]`).click();
  const isTyping = (event) => event.target.closest("input:not([type=hidden]), select, textarea, dialog[open], [contenteditable]");

  // Minutes of the day, or the item that is there.
  const down = ({ column, focused, begins, ends }) => {
    const { step } = root.cursor;
    const items = root.place.items(column);
    const at = items.findIndex(([item]) => item === focused);
    const to = at < 0 ? (Math.floor(begins / step) + 1) * step : ends;
    const next = at < 0 ? items.find(([, from]) => from > begins) : items[at + 1];
    return next && next[1] <= to ? next[0] : to;
  };
  const up = ({ column, focused, begins }) => {
    const { step } = root.cursor;
    const items = root.place.items(column);
    const at = items.findIndex(([item]) => item === focused);
    const before = at < 0 ? items.findLast(([, from]) => from < begins) : items[at - 1];
    const to = (Math.ceil(begins / step) - 1) * step;
    return before && before[2] >= begins ? before[0] : Math.max(0, before?.[2] ?? 0, to);
  };
  const beside = ({ column, begins }, side) => {
    const columns = root.place.columns();
    const other = columns[columns.indexOf(column) + side];
    const item = other && root.place.items(other).find(([, from, until]) => from <= begins && begins < until);
    return [other, item?.[0] ?? begins];
  };
  const go = (column, to) => {
    if (typeof to === "number") {
      if (to < root.place.rows() * 5) {
        root.cursor.focus(column, to);
      }
    } else if (to) {
      (to.querySelector("summary") ?? to).focus();
    }
  };
  const first = () => {
    const column = root.place.columns()[0];
    go(column, root.place.items(column)[0]?.[0] ?? 0);
  };
  const isBackward = (key) => (key === "ArrowLeft") === (getComputedStyle(root).direction === "ltr");
  const arrow = (event) => {
    if (event.shiftKey) {
      return follow(isBackward(event.key) ? "previous" : "next");
    }
    const place = root.cursor.place();
    if (!place) {
      return first();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      return go(place.column, event.key === "ArrowDown" ? down(place) : up(place));
    }
    const [column, to] = beside(place, isBackward(event.key) ? -1 : 1);
    return column && go(column, to);
  };
  const letters = {
    n: () => {
      const place = root.cursor.place();
      const free = place && root.cursor.show(place.column, place.begins);
      (free ?? root.querySelector("[data-new]")).click();
    },
    b: () => {
      const place = root.cursor.place();
      const free = place && root.cursor.show(place.column, place.begins);
      location.assign(free ? free.href.replace("/calendar/new?", "/blocks/new?") : root.querySelector("[data-block]").href);
    },
    w: () => {
      const place = root.cursor.place();
      const free = place && root.cursor.show(place.column, place.begins);
      if (free) {
        const link = document.createElement("a");
        link.href = free.href.replace("/calendar/new?", "/why?");
        root.peek.open(link);
      }
    },
    t: () => follow("today"),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || root.dataset.carrying) {
      return;
    }
    const isSide = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const isArrow = isSide || event.key === "ArrowUp" || event.key === "ArrowDown";
    const isHere = root.querySelector("[data-scroll]").contains(document.activeElement);
    if (isArrow && ((isSide && event.shiftKey) || (isHere && root.querySelector("[data-column]")))) {
      event.preventDefault();
      arrow(event);
    } else if (letters[event.key]) {
      event.preventDefault();
      letters[event.key]();
    }
  });
  root.querySelector("[data-open-help]").addEventListener("click", () => help.showModal());
}
