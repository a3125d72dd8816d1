// Light, dark or as the device; clearer letters. Kept on this device in a cookie, so that the server draws it at once.
const root = document.documentElement;
const YEAR = 31536000;

const keep = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=${value ? YEAR : 0}; SameSite=Lax`; };

function set(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  keep(name, value);
  show();
}

function show() {
  for (const button of document.querySelectorAll("[data-theme-value]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeValue === (root.dataset.theme ?? "")));
  }
  for (const button of document.querySelectorAll("[data-letters-choice]")) {
    button.setAttribute("aria-pressed", String(root.dataset.letters === "clear"));
  }
}

export function startTheme() {
  for (const group of document.querySelectorAll("[data-theme-choice]")) group.hidden = false;
  document.addEventListener("click", ({ target }) => {
    const theme = target.closest("[data-theme-value]");
    if (theme) set("theme", theme.dataset.themeValue);
    if (target.closest("[data-letters-choice]")) set("letters", root.dataset.letters === "clear" ? "" : "clear");
  });
  show();
}
