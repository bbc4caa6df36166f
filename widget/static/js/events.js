// What the host page is told: a closed list, without personal data.
// slotkeeper:ready, slotkeeper:step {step}, slotkeeper:held, slotkeeper:booked, slotkeeper:error
const tell = (widget, name, detail = {}) =>
  widget.host.dispatchEvent(new CustomEvent(`slotkeeper:${name}`, { bubbles: true, detail }));
