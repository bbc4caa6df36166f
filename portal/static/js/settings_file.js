// A chosen clinic file is read into the field below, where it can be looked at; without scripts it is pasted there.
for (const pick of document.querySelectorAll("[data-read-into]")) {
  pick.closest("[data-file-field]").hidden = false;
  pick.addEventListener("change", async () => {
    const [file] = pick.files;
    if (file) {
      const field = document.getElementById(pick.dataset.readInto);
      field.value = await file.text();
      field.focus();
    }
  });
}
