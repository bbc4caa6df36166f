// Counts a hold down. The section says when it ends and what the server's clock said, so a wrong clock here does no harm.
// At its end it is renewed at once if the patient is there, else as soon as the patient comes back; until then the bar says so.
// say(text): announces politely. renew(form): sends the form that keeps the time again; false if that must wait. Returns { start, stop }.
const countDown = (section, { patient, say, renew }) => {
  const { expiresAt, now, holdWarn } = section.dataset;
  if (!expiresAt) return null;
  const arrived = Date.now();
  const end = arrived + (expiresAt - now) * 1000;
  let interval = 0;
  let callOff = () => {};
  let warned = false;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    for (const node of section.querySelectorAll("[data-timer]")) node.textContent = text;
    const notice = section.querySelector("[data-hold-notice]");
    if (notice) notice.hidden = left > holdWarn;
    if (left > 0 && left <= holdWarn && !warned) {
      warned = true;
      say(notice?.dataset.announce ?? notice?.textContent);
    }
    if (left === 0) runOut();
  };
  const runOut = () => {
    const form = section.querySelector("[data-expired-form]");
    // Where the end is only to be asked about, that is done once.
    const asks = form?.dataset.expiredForm;
    if (form && (asks ? end > arrived : patient.isThere())) {
      if (renew(form)) stop();
      return; // else at the next tick
    }
    stop();
    if (!form) return;
    const line = section.querySelector("[data-over]");
    if (line) line.textContent = line.dataset.over;
    say(line?.textContent);
    if (!asks) callOff = patient.whenBack(start);
  };
  const stop = () => {
    clearInterval(interval);
    callOff();
  };
  const start = () => {
    stop();
    interval = setInterval(tick, 1000);
    tick();
  };
  return { start, stop };
};
