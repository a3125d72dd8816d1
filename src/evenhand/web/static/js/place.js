// A list of which one line after the other is answered: after each answer the place in it is kept, so that whoever works by
// keyboard, or has scrolled, goes on with the line that stands there now. Lists say `data-lines` with a name of their own.
const PLACE = "place-in-list";
const CONTROLS = "input:not([type=hidden]), select, button, summary";
const linesOf = (list) => [...(list?.children ?? [])].filter((one) => !one.matches(".duty-part"));

export function startPlace() {
  document.addEventListener("submit", ({ target }) => {
    const list = target.closest("[data-lines]");
    const line = linesOf(list).findIndex((one) => one.contains(target));
    if (line >= 0) sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, list.dataset.lines, line]));
  });
  const [path, name, line] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  if (path !== location.pathname || location.hash || document.querySelector("[data-focus]")) return;
  const lines = linesOf(document.querySelector(`[data-lines="${name}"]`));
  const next = lines[Math.min(line, lines.length - 1)]?.querySelector(CONTROLS);
  (next ?? document.getElementById("main")).focus();
}
