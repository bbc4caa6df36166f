// Comfort only: the page pays without it.
const form = document.querySelector("form");
const { number, expiry, cvc, name, email } = Object.fromEntries(
  [...form.querySelectorAll("input")].map((input) => [input.name, input]),
);

const grouped = (text) => text.replace(/\D/g, "").replace(/(\d{4})(?=\d)/g, "$1 ");

// Only while typing at the end: else the caret would jump.
const atEnd = (input) => input.selectionStart === input.value.length;

number.addEventListener("input", () => {
  if (atEnd(number)) number.value = grouped(number.value);
});

expiry.addEventListener("input", (event) => {
  if (atEnd(expiry) && event.inputType !== "deleteContentBackward") {
    expiry.value = expiry.value.replace(/^(\d\d)\s*\/?\s*(?=\d|$)/, "$1 / ");
  }
});

for (const button of document.querySelectorAll(".fill")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    number.value = button.dataset.number;
    expiry.value ||= "12 / 34";
    cvc.value ||= "123";
    name.value ||= "Robin Example";
    if (email) email.value ||= "robin@patient.example";
    form.querySelector(".pay").focus();
  });
}

form.addEventListener("submit", (event) => {
  const button = form.querySelector(".pay");
  if (button.ariaDisabled) event.preventDefault();
  button.ariaDisabled = "true";
});

// The browser's Back brings the page as it was left.
addEventListener("pageshow", () => form.querySelector(".pay").removeAttribute("aria-disabled"));
