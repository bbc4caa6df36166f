// Counts a hold down. The section says when it ends and what the server's clock said, so a wrong clock here does no harm.
// say(text): announces politely. expire(form): sends the form that renews the hold. Returns { start, stop }.
const countDown = (section, { say, expire }) => {
  const { expiresAt, now, holdWarn } = section.dataset;
  if (!expiresAt) return null;
  const end = Date.now() + (expiresAt - now) * 1000;
  let interval = 0;
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
    if (left > 0) return;
    stop();
    const form = section.querySelector("[data-expired-form]");
    if (form) expire(form);
  };
  const stop = () => clearInterval(interval);
  const start = () => {
    stop();
    interval = setInterval(tick, 1000);
    tick();
  };
  return { start, stop };
};
