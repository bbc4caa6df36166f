// An open calendar hears that something changed and fetches its days anew, in place. What it cannot hear it says.
const root = document.querySelector("[data-calendar]");
if (root) {
  const scroll = root.querySelector("[data-scroll]");
  const line = root.querySelector("[data-live]");
  const words = root.querySelector("[data-words]").dataset;
  const [SILENT, HIDDEN, LONGEST, TURN] = [25_000, 60_000, 15_000, 150]; // milliseconds
  let source;
  let [news, wanted, busy, tries] = [0, 0, false, 0];
  let [silence, retry, hiding] = [0, 0, 0];
  let since = null;

  const shown = () => Number(scroll.querySelector("[data-news]")?.dataset.news);
  const clock = () => root.place.time(root.now() / 1000);
  const fallBehind = () => {
    since ??= clock();
    line.textContent = words.behind.replace("{time}", since);
  };
  const catchUp = () => {
    since = null;
    line.textContent = "";
  };

  // Only what differs is changed: scroll, focus and what is open stay as they are.
  const refresh = async () => {
    wanted += 1;
    if (busy || root.dataset.carrying) {
      return;
    }
    busy = true;
    try {
      while (wanted && !root.dataset.carrying) {
        wanted = 0;
        // oxlint-disable-next-line no-await-in-loop -- one after the other is what is wanted
        const answer = await fetch(root.dataset.grid, { headers: { "HX-Request": "true" } });
        const leave = answer.headers.get("HX-Redirect");
        if (leave || answer.status === 404) {
          location.assign(leave ?? root.dataset.home);
          return;
        }
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        // oxlint-disable-next-line no-await-in-loop
        const text = await answer.text();
        const before = document.activeElement?.closest?.("[data-item]")?.dataset.item;
        // oxlint-disable-next-line no-await-in-loop
        await window.htmx.swap({ text, target: scroll, swap: "innerMorph", sourceElement: scroll });
        if (before && !scroll.contains(document.activeElement)) {
          scroll.querySelector(`[data-item="${before}"]`)?.focus({ preventScroll: true });
        }
        root.dispatchEvent(new Event("calendar:drawn"));
        if (source?.readyState === EventSource.OPEN) {
          catchUp();
        }
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((done) => setTimeout(done, TURN));
      }
    } catch {
      fallBehind();
      setTimeout(refresh, LONGEST / 3);
    } finally {
      busy = false;
    }
  };

  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(again, SILENT);
  };
  const again = () => {
    fallBehind();
    source?.close();
    clearTimeout(retry);
    clearTimeout(silence);
    const wait = Math.min(LONGEST, 500 * 2 ** tries) * (0.75 + Math.random() / 2);
    tries += 1;
    retry = setTimeout(listen, wait);
  };
  const listen = () => {
    source?.close();
    source = new EventSource(root.dataset.events);
    source.addEventListener("open", hear);
    source.addEventListener("error", again);
    source.addEventListener("over", () => location.reload());
    source.addEventListener("changed", (event) => {
      ({ news } = JSON.parse(event.data));
      tries = 0;
      hear();
      if (news !== shown() || since) {
        refresh();
      }
    });
  };
  const rest = () => {
    clearTimeout(silence);
    clearTimeout(retry);
    source?.close();
    source = null;
  };

  document.addEventListener("calendar:changed", refresh); // also HX-Trigger of what was done beside it
  addEventListener("offline", again);
  addEventListener("online", listen);
  addEventListener("pagehide", rest);
  // A tab that nobody looks at keeps no connection: a browser has six for all of them.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(rest, HIDDEN);
    } else if (!source) {
      tries = 0;
      listen();
      refresh();
    }
  });
  addEventListener("pageshow", () => source ?? listen());
}
