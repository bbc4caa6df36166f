// Where the patient's clock differs from the clinic's, says so once and shows both times on each slot.
const clockIn = (instant, timeZone) => {
  // The Swedish form of a date is ISO 8601 with a space, in every browser.
  const text = instant.toLocaleString("sv", timeZone ? { timeZone } : {});
  return Date.parse(`${text.replace(" ", "T")}Z`);
};

const showZone = (section) => {
  const { zone } = section.dataset;
  if (!zone) return;
  // The patient's own kind of the page's language: en-AU writes times otherwise than en-US.
  const page = section.closest("[lang]")?.lang || "en";
  const lang = navigator.language.startsWith(page) ? navigator.language : page;
  const ahead = (instant) => (clockIn(instant) - clockIn(instant, zone)) / 3600000;
  const slots = section.querySelectorAll("button[name=slot]");
  const line = section.querySelector("[data-zone-line]");
  // A slot's own day decides, not today: the two zones may change their clocks on different days.
  const difference = ahead(slots[0] ? new Date(slots[0].value * 1000) : new Date());
  if (line && difference) {
    const template = difference > 0 ? line.dataset.ahead : line.dataset.behind;
    line.textContent = (template ?? line.dataset.template).replace("{hours}", Math.abs(difference).toLocaleString(lang));
  }
  if (line) line.hidden = !difference;
  for (const slot of slots) {
    const instant = new Date(slot.value * 1000);
    if (!ahead(instant) || slot.querySelector(".slot-local")) continue;
    const there = document.createElement("small");
    there.className = "slot-local";
    const sameDay = new Date(clockIn(instant)).getUTCDate() === new Date(clockIn(instant, zone)).getUTCDate();
    const day = sameDay ? {} : { weekday: "short" };
    there.textContent = instant.toLocaleString(lang, { ...day, hour: "numeric", minute: "2-digit" });
    slot.append(there);
  }
};
