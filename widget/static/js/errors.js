// When no fragment comes: what is there stays, and a line offers to try again, with the link to the hosted page.
// Its texts come from the last fragment (data-text-…), else from here.
const TEXTS = {
  textError: "That did not work. Nothing you typed is lost.",
  textOffline: "You are offline. We will try again when you are back.",
  textRetry: "Try again",
  textPage: "Open the booking page",
};

const fail = (widget, ctx) => {
  if (ctx.isPoll) return; // it asks again by itself
  tell(widget, "error");
  const { stage } = widget;
  const retry = () => again(widget, ctx);
  window.removeEventListener("online", widget.whenOnline);
  widget.whenOnline = retry;
  if (!navigator.onLine) window.addEventListener("online", retry, { once: true });
  if (!widget.step) return; // the fallback is still there
  clearError(widget);
  const texts = { ...TEXTS, ...stage.firstElementChild.dataset };
  const line = document.createElement("div");
  line.className = "notice wrong";
  line.part = "notice";
  const text = document.createElement("p");
  text.textContent = navigator.onLine ? texts.textError : texts.textOffline;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.part = "button";
  button.textContent = texts.textRetry;
  button.onclick = retry;
  line.append(text, button, " ", pageLink(widget, texts.textPage));
  // The live region is there before its content: only then do screen readers speak it.
  widget.alert.append(line);
  line.scrollIntoView({ block: "nearest" });
};

const clearError = (widget) => widget.alert.replaceChildren();

const again = (widget, { sourceElement, sourceEvent }) => {
  clearError(widget);
  if (sourceElement === widget.stage) begin(widget);
  else if (sourceElement.requestSubmit) sourceElement.requestSubmit(sourceEvent.submitter);
  else sourceElement.dispatchEvent(new Event(sourceEvent.type, { bubbles: true }));
};

const pageLink = (widget, text) => {
  const link = document.createElement("a");
  link.className = "link";
  link.href = widget.page;
  link.textContent = text;
  return link;
};
