// A value kept by the browser under slotkeeper:{clinic}:{name}; in memory where the browser refuses storage.
const kept = (area, clinic, name) => {
  const key = `slotkeeper:${clinic}:${name}`;
  let memory = null;
  return {
    get() {
      try {
        return JSON.parse(window[area].getItem(key)) ?? memory;
      } catch {
        return memory;
      }
    },
    set(value) {
      memory = null;
      try {
        if (value == null) window[area].removeItem(key);
        else window[area].setItem(key, JSON.stringify(value));
      } catch {
        memory = value;
      }
    },
  };
};

// Two hours: no page for paying stays open longer, and who comes back to this computer later finds no booking of somebody else's.
const keep = (store, token) => store.set({ token, expires_at: Date.now() / 1000 + 7200 });

// The token of a kept { token, expires_at } that has not ended.
const live = (store) => {
  const { token, expires_at } = store.get() ?? {};
  if (expires_at * 1000 > Date.now()) return token;
  store.set(null);
  return null;
};

// 128 random bits, base64url: tells one browser tab from another, for the caps on holds; names nobody.
const randomName = () => {
  let bytes = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) bytes += String.fromCharCode(byte);
  return btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};
