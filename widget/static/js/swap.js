// After each fragment: behaviours, the host's events, what a screen reader hears, and where the focus goes.
const arrive = (widget, ctx) => {
  const { stage } = widget;
  const section = stage.firstElementChild;
  const { step, announce } = section.dataset;
  const before = widget.step;
  widget.step = step;
  if (!before) reveal(widget);
  makeAbsolute(widget);
  followHold(widget, section, ctx);
  followPayment(widget, section, ctx);
  followLink(widget, section, ctx);
  widget.typed.restore(section);
  showZone(section);
  widget.timer?.stop();
  widget.timer = countDown(section, {
    patient: widget.patient,
    say: (text) => say(widget, text),
    // An answer that is on its way brings the hold's new state, or the confirmation.
    renew: (form) => !widget.requests && submit(form),
  });
  widget.state?.stop();
  widget.state = askForState(widget, section);
  if (!before) tell(widget, "ready");
  if (before || widget.isBack) {
    // Within a step nothing moves the focus to a heading, so what changed is said: the day, or how many problems there are.
    say(widget, announce || (step === before && section.querySelector("h3")?.textContent));
    moveFocus(widget, section, ctx.response.status, step !== before);
  }
  widget.timer?.start();
  widget.state.start();
  if (step !== before) tell(widget, "step", { step });
  if (step === "confirmed" && !("known" in section.dataset)) tell(widget, "booked");
};

const submit = (form) => {
  form.requestSubmit();
  return true;
};

// A path of the server must not be read as one of the host page.
const makeAbsolute = ({ stage, server }) => {
  for (const name of ["href", "action"]) {
    for (const element of stage.querySelectorAll(`[${name}^="/"]`)) {
      element.setAttribute(name, new URL(element.getAttribute(name), server).href);
    }
  }
};

const say = (widget, text) => {
  widget.status.textContent = "";
  if (text) setTimeout(() => (widget.status.textContent = text), 50);
};

const moveFocus = (widget, section, status, isNewStep) => {
  const { host } = widget;
  const page = host.getRootNode();
  const elsewhere = page.activeElement && page.activeElement !== host && page.activeElement !== document.body;
  if (elsewhere) return; // the patient went on with something else in the page
  const heading = section.querySelector('[tabindex="-1"]');
  const invalid = status === 422 && section.querySelector('[aria-invalid="true"]');
  const focused = host.shadowRoot.activeElement;
  if (invalid) invalid.focus();
  else if (isNewStep || status >= 400) heading?.focus();
  else if (!focused || focused.closest("[hidden]") || !focused.checkVisibility()) {
    if (widget.lastField?.isConnected) widget.lastField.focus();
    else heading?.focus();
  }
};

// "#id" in a shadow tree leads nowhere, and following it would change the address of the host page.
const followAnchor = (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  link.getRootNode().getElementById(link.hash.slice(1))?.focus();
};
