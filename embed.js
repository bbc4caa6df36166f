// Slotkeeper in somebody else's page. This file is the start; the server composes it with widget/static/js, widget/static/css and a
// private htmx into one closed function (server/slotkeeper/bundle.py). It is a guest: it adds one custom element, runs once, and never
// throws into the page. Whatever goes wrong, the link inside the element stays.
//
//   <slotkeeper-booking clinic="harbour-physio"><a href="https://book.example/c/harbour-physio">Book an appointment</a></slotkeeper-booking>
//   <script async src="https://book.example/embed.js"></script>
//
// or, in one tag that becomes the widget where it stands:
//
//   <script async src="https://book.example/embed.js" data-clinic="harbour-physio"></script>
const ATTRIBUTES = ["clinic", "type", "practitioner", "location", "lang", "font", "density"];
const script = document.currentScript;

const standIn = (server) => {
  const element = document.createElement(TAG);
  for (const name of ATTRIBUTES) {
    if (script.dataset[name]) element.setAttribute(name, script.dataset[name]);
  }
  element.setAttribute("server", server);
  element.append(pageLink({ page: `${server}/c/${encodeURIComponent(script.dataset.clinic)}` }, script.dataset.text ?? "Book an appointment"));
  script.after(element);
};

const boot = (act) => {
  try {
    act();
  } catch (error) {
    console.warn("slotkeeper: the link stays.", error);
  }
};

boot(() => {
  const server = script?.dataset.server || new URL(script?.src || location.href).origin;
  boot(() => customElements.get(TAG) || defineElement(server));
  if (script?.dataset.clinic) standIn(server);
});
