// What goes out and what may come in. Requests are CORS-simple: no header of ours, no cookie, so no preflight.
const requestRules = (widgets, policy) => ({
  init: (api) => policy && api.initSecurity(policy),

  htmx_config_request(element, { ctx }) {
    const widget = widgets.get(element.getRootNode().host);
    const { request } = ctx;
    ctx.widget = widget;
    ctx.target = widget.stage;
    request.action = new URL(request.action, widget.server).href;
    ctx.isPoll = element.matches("[data-poll-form]");
    if (ctx.resume) request.body.set(ctx.resume, live(widget[ctx.resume]));
    addHoldFields(widget, request);
    addPaymentFields(widget, ctx);
  },

  htmx_before_request(element, { ctx }) {
    ctx.request.headers = { Accept: "text/html" };
    ctx.request.credentials = "omit";
    ctx.request.cache = "no-store";
    if (ctx.isPoll) return;
    clearError(ctx.widget);
    busy(ctx.widget, 1);
  },

  htmx_after_request(element, { ctx }) {
    const { widget, response, text, resume, isPoll } = ctx;
    const { status } = response;
    // What became of a payment is told, also where it is over; that a link opens nothing, too.
    if (resume && (status === 404 || (status === 410 && resume === "hold"))) {
      widget[resume].set(null);
      if (resume !== "link") {
        setTimeout(begin, 0, widget);
        return false;
      }
    }
    if (leave(ctx)) return false;
    if (isPoll && (status >= 429 || !isNews(widget, ctx))) return false;
    const step = status !== 500 && /^\s*<section[^>]*? data-step="(\w+)"/.exec(text)?.[1];
    if (!step) {
      fail(widget, ctx);
      return false;
    }
    // Morphing keeps focus and text within a step. Between steps it would carry a tick or a text into a field that only looks alike.
    ctx.swap = step === widget.step ? "innerMorph" : "innerHTML";
  },

  htmx_after_swap: (element, { ctx }) => arrive(ctx.widget, ctx),

  htmx_error: (element, { ctx }) => ctx && fail(ctx.widget, ctx),

  htmx_finally_request(element, { ctx }) {
    if (ctx.isPoll) return;
    // A redirection takes a moment more to leave this page.
    if (ctx.leaves) setTimeout(busy, 9000, ctx.widget, -1);
    else busy(ctx.widget, -1);
  },
});

const RESUMED = { payment: "payments/state", hold: "holds/resume", link: "links" };

// The first request: the payment, the hold or the link that this visitor still has, else the first step with what the page preselects.
// Who has just come by a link wants what that opens; after a reload, a time that is kept comes first.
const begin = (widget) => {
  const { host, clinic } = widget;
  widget.observer.disconnect();
  for (const resume of [widget.isBack && "link", "payment", "hold", "link"]) {
    if (resume && live(widget[resume])) return ask(widget, "POST", `/f/${clinic}/${RESUMED[resume]}`, { resume });
  }
  const chosen = new URLSearchParams();
  for (const name of ["type", "practitioner", "location", "lang"]) {
    if (host.getAttribute(name)) chosen.set(name, host.getAttribute(name));
  }
  return ask(widget, "GET", `/f/${clinic}/start?${chosen}`);
};

const ask = (widget, verb, path, options) =>
  widget.htmx.ajax(verb, new URL(path, widget.server).href, { ...options, source: widget.stage, target: widget.stage });
