// A payment leaves this page and comes back. Its token stays in local storage until it is known what became of it.
const followPayment = (widget, section, { request, response }) => {
  const { paymentToken, step } = section.dataset;
  // An answer that only means "later" leaves the payment where it is.
  const isAnswer = response.status < 429 && /^\/f\/[^/]+\/(payments|links)/.test(new URL(request.action).pathname);
  if (paymentToken) {
    keep(widget.payment, paymentToken);
    widget.hold.set(null);
  } else if (isSent(step) || isAnswer) {
    widget.payment.set(null);
  }
};

// Where the patient comes back to, and whether another page can open in place of this one.
const addPaymentFields = (widget, ctx) => {
  const { action, body } = ctx.request;
  ctx.isPaying = new URL(action).pathname === `/f/${widget.clinic}/payments`;
  if (!ctx.isPaying) return;
  const [page] = location.href.split("#");
  if (page.startsWith("http")) body.set("page", page);
  if (window !== window.top) body.set("framed", "1");
};

// To the page for paying: the one answer whose header may lead the clinic's page away.
const leave = (ctx) => {
  const url = ctx.isPaying && ctx.response.headers.get("HX-Redirect");
  ctx.leaves = /^https?:/.test(url);
  if (ctx.leaves) location.assign(url);
  return ctx.leaves;
};

// Of what is asked in passing only a change is shown, and what the patient does meanwhile counts for more.
const isNews = (widget, { sourceElement, text }) => {
  const { payment } = sourceElement.closest("section")?.dataset ?? {};
  return payment && !widget.requests && !text.includes(`data-payment="${payment}"`);
};

// Asks for the state while the page is looked at, less often as time goes by; also when the page comes out of the browser's memory.
const askForState = (widget, section) => {
  const form = section.querySelector("[data-poll-form]");
  let wait = 0;
  let asked = 0;
  const back = ({ persisted }) => {
    if (!persisted) return;
    busy(widget, -widget.requests);
    begin(widget);
  };
  const stop = () => {
    clearTimeout(wait);
    window.removeEventListener("pageshow", back);
  };
  const start = () => {
    stop();
    if (section.dataset.paymentToken) window.addEventListener("pageshow", back);
    if (form) wait = setTimeout(poll, section.dataset.poll * 1000 * Math.ceil(++asked / 15));
  };
  const poll = () => {
    if (document.visibilityState === "visible" && !widget.requests) form.requestSubmit();
    start();
  };
  return { start, stop };
};
