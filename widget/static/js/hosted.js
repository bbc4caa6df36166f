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
  // A page for paying does not open within a frame; the server then answers with links that leave it.
  const pay = document.querySelector("[data-pay-form]");
  if (pay && window !== window.top) {
    pay.removeAttribute("target");
    pay.addEventListener("formdata", ({ formData }) => formData.set("framed", "1"));
  }
  const again = document.querySelector("[data-look-again],[data-look-back]");
  const look = () => document.visibilityState === "visible" && location.replace(again.href);
  if (again?.matches("[data-look-again]")) setInterval(look, 5000);
  // It is paid in another tab meanwhile.
  else if (again) document.addEventListener("visibilitychange", look);
  const { paymentToken } = section.dataset;
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && paymentToken) location.replace(`/c/${clinic}/p/${paymentToken}${location.search}`);
  });
  countDown(section, {
    say: (text) => (status.textContent = text ?? ""),
    patient: watchPatient(document),
    renew(form) {
      form.requestSubmit();
      return true;
    },
  })?.start();
}
