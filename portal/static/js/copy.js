// A button that copies what a field or a list holds; without scripts it is not there, and the text can be marked.
const offer = () => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
  }
};
document.addEventListener("htmx:after:swap", offer);
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button || button.dataset.said) {
    return;
  }
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? [...source.children].map((each) => each.textContent.trim()).join("\n");
  await navigator.clipboard.writeText(text);
  const status = document.querySelector("[data-copy-status]");
  const said = [...button.childNodes];
  button.dataset.said = "true";
  button.replaceChildren(button.dataset.done);
  if (status) {
    status.textContent = button.dataset.done;
  }
  setTimeout(() => {
    button.replaceChildren(...said);
    delete button.dataset.said;
    if (status) {
      status.textContent = "";
    }
  }, 2000);
});
offer();
