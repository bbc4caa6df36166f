// Beside two records: take a value of either.
for (const button of document.querySelectorAll("[data-take]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.take);
    const value = button.querySelector("bdi");
    [field.value, value.textContent] = [value.textContent, field.value];
    field.focus();
  });
}
