// What runs while a calendar is open: countdowns, the line of the present, and what ends by itself without any news.
const root = document.querySelector("[data-calendar]");
if (root) {
  const scroll = root.querySelector("[data-scroll]");
  const drawn = () => scroll.querySelector("[data-now]");
  // The clinic's server says what time it is; this computer's clock only counts on from there.
  let offset = 0;
  const set = () => {
    offset = Number(drawn().dataset.now) * 1000 - Date.now();
  };
  root.now = () => Date.now() + offset;

  const countDown = () => {
    let ended = false;
    const seconds = root.now() / 1000;
    for (const place of root.querySelectorAll("[data-until], [data-gone]")) {
      const left = Math.ceil(Number(place.dataset.until ?? place.dataset.gone) - seconds);
      if (left <= 0) {
        ended ||= scroll.contains(place);
        place.closest(".cal-attendee, .cal-item, .cal-chip")?.remove();
        place.textContent = "0:00";
      } else if (place.dataset.until) {
        place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      }
    }
    if (ended) {
      root.dispatchEvent(new Event("calendar:changed", { bubbles: true }));
    }
  };
  const drawLine = () => {
    for (const line of scroll.querySelectorAll("[data-now-line]")) {
      const minute = root.place?.minute(line.closest("[data-column]"), root.now() / 1000);
      if (minute != null) {
        line.style.setProperty("--s", String(minute / 5));
      }
    }
  };
  const tick = () => {
    countDown();
    drawLine();
  };
  const known = new Set();
  const markNew = (first) => {
    for (const each of scroll.querySelectorAll("li[id]")) {
      each.classList.toggle("is-new", !first && !known.has(each.id));
      known.add(each.id);
    }
  };
  root.addEventListener("calendar:drawn", () => {
    set();
    markNew(false);
    tick();
  });
  set();
  markNew(true);
  // The present, or the day's first appointment, comes into sight.
  addEventListener("load", () => {
    drawLine();
    const first = scroll.querySelector("[data-now-line]") ?? scroll.querySelector(".cal-item");
    const column = first?.closest("[data-column]");
    if (column && matchMedia("(min-width: 768px)").matches) {
      scroll.scrollTop = Math.max(0, first.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 160);
    }
  });
  setInterval(tick, 1000);
}
