// An open page of deliveries looks again and again, in place; what is open stays open, and nobody is interrupted who is about to press.
const place = document.querySelector("[data-deliveries]");
if (place) {
  const line = document.querySelector("[data-deliveries-line]");
  const EVERY = 8000; // milliseconds
  const title = document.title.replace(/^\(\d+\) /u, "");
  let timer = 0;
  let sent = false;

  const opened = () => [...place.querySelectorAll("details[data-keep]")].filter((each) => each.open).map((each) => each.dataset.keep);
  const badge = () => {
    const count = Number(place.querySelector("[data-count]")?.dataset.count);
    document.title = count ? `(${count}) ${title}` : title;
  };
  const look = async () => {
    const answer = await fetch(place.dataset.deliveries, { headers: { "HX-Request": "true" } });
    if (answer.headers.get("HX-Redirect") || answer.status === 404) {
      location.reload();
      return;
    }
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const text = await answer.text();
    if (sent) {
      return;
    }
    const open = opened();
    await window.htmx.swap({ text, target: place, swap: "innerMorph", sourceElement: place });
    for (const each of place.querySelectorAll("details[data-keep]")) {
      each.open = open.includes(each.dataset.keep);
    }
    line.textContent = "";
    badge();
  };
  const again = async () => {
    clearTimeout(timer);
    if (!document.hidden && !sent) {
      try {
        await look();
      } catch {
        line.textContent = place.dataset.behind;
      }
    }
    timer = setTimeout(again, EVERY);
  };

  document.addEventListener("submit", () => {
    sent = true;
  });
  addEventListener("pageshow", () => {
    sent = false;
  });
  document.addEventListener("visibilitychange", again);
  addEventListener("online", again);
  timer = setTimeout(again, EVERY);
}
