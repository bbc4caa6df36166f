// What a change would do is read out in one sentence; the numbers beside the form change without a word.
const status = document.querySelector("[data-effect-status]");
if (status) {
  document.addEventListener("htmx:after:swap", () => {
    const said = document.querySelector("#effect .offered, #effect .error, #effect .consequences, #effect .muted");
    status.textContent = said?.textContent ?? "";
  });
}
