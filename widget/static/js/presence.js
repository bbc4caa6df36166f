// Is the patient still there? A tab that was left open must not keep a time for ever.
const watchPatient = (place) => {
  let acted = false;
  for (const name of ["input", "keydown", "pointerdown"]) {
    place.addEventListener(name, () => (acted = true), { passive: true });
  }
  const inSight = () => document.visibilityState === "visible";
  return {
    isThere: () => acted && inSight(),
    forget: () => (acted = false),
    // Calls act once, when the page is looked at again or a field is used. Returns how to call it off.
    whenBack(act) {
      const waiting = new AbortController();
      const { signal } = waiting;
      const back = ({ type, target }) => {
        // A button does what it says; the server answers that, too, with the time kept again.
        if (!inSight() || (type === "focusin" && !target.matches("input,select,textarea"))) return;
        waiting.abort();
        acted = true;
        act();
      };
      document.addEventListener("visibilitychange", back, { signal });
      window.addEventListener("focus", back, { signal });
      for (const name of ["input", "focusin"]) place.addEventListener(name, back, { signal });
      return () => waiting.abort();
    },
  };
};
