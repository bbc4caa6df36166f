// A date that is picked, or a practitioner, is gone to at once; one that is typed with Enter, or when it is left.
const form = document.querySelector("[data-jump]");
if (form) {
  const { day, practitioner } = form.elements;
  const MOMENT = 500; // milliseconds
  let typed = 0;
  form.classList.add("is-quick");
  const go = () => day.value && day.value !== day.defaultValue && form.requestSubmit();
  practitioner?.addEventListener("change", () => form.requestSubmit());
  day.addEventListener("keydown", (event) => {
    typed = Date.now();
    if (event.key === "Enter") {
      go();
    }
  });
  day.addEventListener("change", () => Date.now() - typed > MOMENT && go());
  day.addEventListener("blur", go);
}
