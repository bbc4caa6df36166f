// The hold's token stays in local storage until the hold ends, so that a patient who comes back finds the time still kept.
// Its end is written in this computer's time, from the difference that the server stated.
const followHold = (widget, section, { request, response }) => {
  const { holdToken, expiresAt, now, step } = section.dataset;
  const { status } = response;
  const path = new URL(request.action).pathname;
  const released = status < 400 && path.endsWith("/holds/release");
  const over = status === 410 || status === 403 || (status === 404 && path.includes("/holds/"));
  if (holdToken) {
    widget.hold.set({ token: holdToken, expires_at: Date.now() / 1000 + (expiresAt - now) });
    if (/\/holds(\/renew)?$/.test(path)) tell(widget, "held");
    if (/\/holds(\/renew|\/extend)?$/.test(path)) widget.patient.forget();
  } else if (isSent(step) || released || over) {
    widget.hold.set(null);
  }
};

// Placing a hold moves the one that this visitor has.
const addHoldFields = (widget, { action, body, method }) => {
  if (method !== "POST" || !new URL(action).pathname.endsWith("/holds")) return;
  if (!widget.visitor.get()) widget.visitor.set(randomName());
  body.set("visitor", widget.visitor.get());
  const token = live(widget.hold);
  if (token && !body.has("hold")) body.set("hold", token);
};
