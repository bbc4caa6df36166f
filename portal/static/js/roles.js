// Whose diary it is matters for practitioners only.
for (const roles of document.querySelectorAll("[data-roles]")) {
  const diary = roles.form.querySelector("[data-diary]");
  const show = () => {
    diary.hidden = roles.querySelector(":checked")?.value !== "practitioner";
  };
  roles.addEventListener("change", show);
  show();
}
