// Enter in the form for a booking: in the search it leads to who was found, elsewhere it presses the main button.
for (const form of document.querySelectorAll("[data-act]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) {
      return;
    }
    event.preventDefault();
    if (event.target.name === "q") {
      form.querySelector('[name="patient"]')?.focus();
    } else {
      form.querySelector(".main-button").click();
    }
  });
}
