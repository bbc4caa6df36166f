// What goes out and what may come in. Requests are CORS-simple: no header of ours, no cookie, so no preflight.
const requestRules = (widgets, policy) => ({
  init: (api) => policy && api.initSecurity(policy),

  htmx_config_request(element, { ctx }) {
    const widget = widgets.get(element.getRootNode().host);
    const { request } = ctx;
    ctx.widget = widget;
    ctx.target = widget.stage;
    request.action = new URL(request.action, widget.server).href;
    if (ctx.resume) request.body.set("hold", ctx.resume);
    addHoldFields(widget, request);
  },

  htmx_before_request(element, { ctx }) {
    ctx.request.headers = { Accept: "text/html" };
    ctx.request.credentials = "omit";
    ctx.request.cache = "no-store";
    clearError(ctx.widget);
    busy(ctx.widget, 1);
  },

  htmx_after_request(element, { ctx }) {
    const { widget, response, text } = ctx;
    if (ctx.resume && (response.status === 404 || response.status === 410)) {
      widget.hold.set(null);
      setTimeout(begin, 0, widget);
      return false;
    }
    const step = response.status !== 500 && /^\s*<section[^>]*? data-step="(\w+)"/.exec(text)?.[1];
    if (!step) {
      fail(widget, ctx);
      return false;
    }
    // Morphing keeps focus and text within a step. Between steps it would carry a tick or a text into a field that only looks alike.
    ctx.swap = step === widget.step ? "innerMorph" : "innerHTML";
  },

  htmx_after_swap: (element, { ctx }) => arrive(ctx.widget, ctx),

  htmx_error: (element, { ctx }) => ctx && fail(ctx.widget, ctx),

  htmx_finally_request: (element, { ctx }) => busy(ctx.widget, -1),
});

// The first request: the hold that this visitor still has, else the first step with what the page preselects.
const begin = (widget) => {
  const { host, clinic } = widget;
  const token = liveHold(widget);
  if (token) return ask(widget, "POST", `/f/${clinic}/holds/resume`, { resume: token });
  const chosen = new URLSearchParams();
  for (const name of ["type", "practitioner", "location", "lang"]) {
    if (host.getAttribute(name)) chosen.set(name, host.getAttribute(name));
  }
  return ask(widget, "GET", `/f/${clinic}/start?${chosen}`);
};

const ask = (widget, verb, path, options) =>
  widget.htmx.ajax(verb, new URL(path, widget.server).href, { ...options, source: widget.stage, target: widget.stage });
