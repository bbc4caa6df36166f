// What the patient typed into the details survives a reload, an error and an expired hold, in session storage only:
// nothing of it reaches the server before the patient submits. A tick under the terms is never put back.
const NEVER_KEPT = /^(hidden|password|file|submit|button)$/;

const isSent = (step) => /^(confirmed|pending)$/.test(step);

const keepTyped = (store) => {
  const fields = (section) => {
    const found = [];
    for (const field of section.querySelectorAll("input[name],select[name],textarea[name]")) {
      if (!NEVER_KEPT.test(field.type) && field.name !== "terms") found.push(field);
    }
    return found;
  };
  const choice = (field) => field.type === "radio" || field.type === "checkbox";
  return {
    remember(event) {
      const { name, value } = event.target;
      // What a patient says of themselves before the times is what the details begin with.
      if (name === "patient_is") store.set({ ...store.get(), [name]: value });
      const section = event.target.closest('[data-step="details"]');
      if (!section) return;
      const values = store.get() ?? {};
      for (const field of fields(section)) {
        if (!choice(field) || field.checked) values[field.name] = field.value;
        else if (field.type === "checkbox") delete values[field.name];
      }
      store.set(values);
    },
    restore(section) {
      const { step } = section.dataset;
      if (isSent(step)) store.set(null);
      if (step !== "details") return;
      const values = store.get() ?? {};
      for (const field of fields(section)) {
        const value = values[field.name];
        if (typeof value !== "string") continue;
        if (choice(field)) field.checked = field.value === value;
        else if (!field.value || field.tagName === "SELECT") field.value = value;
      }
    },
  };
};
