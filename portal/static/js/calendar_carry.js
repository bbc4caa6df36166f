// Carrying an appointment to another place in the calendar: by keyboard with "m", and what dragging does too.
const root = document.querySelector("[data-calendar]");
if (root) {
  const words = root.querySelector("[data-words]").dataset;
  const said = root.querySelector("[data-said]");
  const ghost = document.createElement("div");
  ghost.className = "cal-ghost";
  let carried = null; // { item, column, minute, length }

  const draw = () => {
    const { column, minute, length } = carried;
    const instant = root.place.instant(column, minute);
    ghost.style.setProperty("--s", String(minute / 5));
    ghost.style.setProperty("--l", String(length / 5));
    ghost.textContent = instant === null ? "" : `${root.place.time(instant)} ${carried.item.querySelector(".cal-first b").textContent}`;
    root.place.lane(column).append(ghost);
    return instant;
  };
  const end = () => {
    carried?.item.closest("li").classList.remove("is-away");
    ghost.remove();
    carried = null;
    delete root.dataset.carrying;
  };
  root.carry = {
    begin: (item) => {
      const column = item.closest("[data-column]");
      const [, begins, ends] = root.place.items(column).find(([each]) => each === item);
      carried = { item, column, minute: begins, length: ends - begins, from: `${column.dataset.practitioner} ${item.dataset.starts}` };
      root.dataset.carrying = "true"; // nothing is fetched anew meanwhile
      item.closest("li").classList.add("is-away");
      draw();
    },
    place: () => carried,
    to: (column, minute) => {
      if (!column.dataset.practitioner) {
        return;
      }
      const least = Math.max(0, Math.min(minute, root.place.rows() * 5 - carried.length));
      if (root.place.instant(column, least) !== null) {
        Object.assign(carried, { column, minute: least });
        draw();
      }
    },
    drop: async () => {
      const { item, column, minute, from } = carried;
      const starts = root.place.instant(column, minute);
      const where = { practitioner: column.dataset.practitioner, starts_at: String(starts) };
      end();
      if (from === `${where.practitioner} ${where.starts_at}`) {
        document.dispatchEvent(new Event("calendar:changed"));
      } else {
        await root.move(item, where);
      }
    },
    cancel: () => {
      end();
      document.dispatchEvent(new Event("calendar:changed"));
    },
  };

  const say = () => {
    const instant = draw();
    said.textContent = words.moving.replace("{when}", root.place.time(instant)).replace("{name}", carried.column.dataset.name);
    ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const beside = (side) => {
    const columns = root.place.columns();
    const column = columns[columns.indexOf(carried.column) + side];
    if (column) {
      root.carry.to(column, carried.minute);
    }
  };
  const steer = {
    ArrowUp: (step) => root.carry.to(carried.column, carried.minute - step),
    ArrowDown: (step) => root.carry.to(carried.column, carried.minute + step),
    ArrowLeft: () => beside(getComputedStyle(root).direction === "ltr" ? -1 : 1),
    ArrowRight: () => beside(getComputedStyle(root).direction === "ltr" ? 1 : -1),
  };
  // Before the keys of going about, which do nothing while something is carried.
  document.addEventListener(
    "keydown",
    (event) => {
      const item = document.activeElement?.closest?.("[data-movable]");
      if (!carried && event.key === "m" && item?.closest("[data-column]") && !event.ctrlKey && !event.metaKey) {
        root.carry.begin(item);
        said.textContent = words.carry;
      } else if (carried && steer[event.key]) {
        steer[event.key](event.shiftKey ? 15 : 5);
        say();
      } else if (carried && event.key === "Enter") {
        root.carry.drop();
      } else if (carried && event.key === "Escape") {
        root.carry.cancel();
        said.textContent = words.kept;
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}
