// Shortcuts: a page marks a control with data-key="u" and data-key-words="Undo". Shown by "?".
// Off by default where the device is shared; each person turns them on or off for this device.
const KEPT = "evenhand-keys";

const shared = () => document.cookie.includes("shared_device=1");
const isOn = () => (localStorage.getItem(KEPT) ?? (shared() ? "off" : "on")) === "on";
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

function show() {
  for (const button of document.querySelectorAll("[data-keys-choice]")) button.setAttribute("aria-pressed", String(isOn()));
}

function list(sheet) {
  const marked = [...document.querySelectorAll("[data-key]")];
  sheet.querySelector("[data-keys-none]").hidden = marked.length > 0;
  sheet.querySelector("[data-keys-list]").replaceChildren(...marked.map((control) => {
    const row = document.createElement("div");
    const key = document.createElement("dt");
    const words = document.createElement("dd");
    key.textContent = control.dataset.key;
    words.textContent = control.dataset.keyWords ?? control.textContent.trim();
    row.append(key, words);
    return row;
  }));
}

export function startKeys() {
  const sheet = document.getElementById("keys-sheet");
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-keys-choice]")) return;
    localStorage.setItem(KEPT, isOn() ? "off" : "on");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !isOn()) return;
    if (event.key === "?" && sheet && !document.querySelector("dialog[open]")) {
      list(sheet);
      sheet.showModal();
      return;
    }
    const control = !document.querySelector("dialog[open]") && document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!control || control.closest("[hidden]")) return;
    event.preventDefault();
    if (control.matches("input")) control.focus();
    else control.click();
  });
  show();
}
