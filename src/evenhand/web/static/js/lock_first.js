// Before anything of the page is drawn: a device that is locked, or was left for too long, shows no name for a moment.
(() => {
  const root = document.documentElement;
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const state = read("evenhand-lock");
  if (!state || !root.dataset.person || state.person !== root.dataset.person) return;
  const left = state.minutes && Date.now() - (read("evenhand-seen") ?? 0) > state.minutes * 60000;
  if (state.locked || left) root.dataset.locked = state.locked || "pin";
})();
