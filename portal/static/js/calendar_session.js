// A group that is opened shows all who come, also where it stands at the end of the day.
const scroll = document.querySelector("[data-calendar] [data-scroll]");
scroll?.addEventListener(
  "toggle",
  (event) => {
    if (event.target.open && event.target.matches("details.session")) {
      event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  },
  true,
);
