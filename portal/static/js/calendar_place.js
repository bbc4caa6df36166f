// Where an instant stands in a calendar's column, and which instant a place in it is. A column says so itself, as a
// day may have 23 hours or 25: data-pieces is "minute:instant:instant …", minutes from the top.
const root = document.querySelector("[data-calendar]");
if (root) {
  const pieces = (column) =>
    column.dataset.pieces.split(" ").map((piece) => {
      const [at, begins, ends] = piece.split(":").map(Number);
      return { at, begins, ends };
    });
  const language = document.documentElement.lang;
  const time = new Intl.DateTimeFormat(language === "en" ? "en-AU" : language, { timeStyle: "short", timeZone: root.dataset.zone });

  root.place = {
    columns: () => [...root.querySelectorAll("[data-column]")],
    lane: (column) => column.querySelector(".cal-lane"),
    rows: () => Number(root.querySelector("[data-rows]")?.dataset.rows ?? 0),
    // Pixels of a row, which is five minutes.
    row: (column) => root.place.lane(column).clientHeight / root.place.rows(),
    minute: (column, instant) => {
      const piece = pieces(column).find((each) => each.begins <= instant && instant < each.ends);
      return piece ? piece.at + (instant - piece.begins) / 60 : null;
    },
    // null where the clock never shows that on this day.
    instant: (column, minute) => {
      const piece = pieces(column).find((each) => each.at <= minute && minute < each.at + (each.ends - each.begins) / 60);
      return piece ? piece.begins + (minute - piece.at) * 60 : null;
    },
    // Of what is shown in it, in order: [element, first minute, last minute].
    items: (column) =>
      [...column.querySelectorAll("[data-item]")].map((item) => {
        const begins = root.place.minute(column, Number(item.dataset.starts)) ?? 0;
        return [item, begins, begins + (item.dataset.ends - item.dataset.starts) / 60];
      }),
    time: (instant) => time.format(instant * 1000),
  };
}
