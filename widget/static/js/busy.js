// Dims at once, shows the progress line only after 150 ms: most answers are there before.
const busy = (widget, change) => {
  const { root } = widget;
  widget.requests = Math.max(0, widget.requests + change);
  const waiting = widget.requests > 0;
  root.classList.toggle("is-busy", waiting);
  root.ariaBusy = String(waiting);
  clearTimeout(widget.slow);
  if (waiting) widget.slow = setTimeout(() => root.classList.add("is-slow"), 150);
  else root.classList.remove("is-slow");
};
