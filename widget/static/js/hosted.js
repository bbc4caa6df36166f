// The hosted page works without scripts; with them it gets the same timer, kept text and zone line as the widget.
const section = document.querySelector("[data-step]");
if (section) {
  const clinic = location.pathname.split("/")[2];
  const typed = keepTyped(kept("sessionStorage", clinic, "typed"));
  let status = document.querySelector("[data-status]");
  if (!status) {
    status = document.createElement("div");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  typed.restore(section);
  showZone(section);
  document.addEventListener("input", typed.remember);
  countDown(section, {
    say: (text) => (status.textContent = text ?? ""),
    patient: watchPatient(document),
    renew(form) {
      form.requestSubmit();
      return true;
    },
  })?.start();
}
