// One toast at a time: says an act, offers Undo for ten seconds, and waits while it has the pointer or the focus.
const SECONDS = 10;
let timer;
let left = 0;
let since = 0;
let current;

export function toast(words, { undo, seconds = SECONDS } = {}) {
  const slot = document.querySelector("[data-toasts]");
  const template = document.getElementById("toast-template");
  if (!slot || !template) return;
  const box = template.content.firstElementChild.cloneNode(true);
  box.querySelector("[data-words]").textContent = words;
  const button = box.querySelector("[data-undo]");
  if (undo) button.addEventListener("click", () => { drop(); undo(); });
  else button.remove();
  slot.replaceChildren(box);
  hold(box, seconds);
}

export function drop() {
  clearTimeout(timer);
  current?.remove();
  current = undefined;
}

function hold(box, seconds) {
  current = box;
  left = seconds * 1000;
  run();
  for (const name of ["pointerenter", "focusin"]) box.addEventListener(name, rest);
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, run);
}

function run() {
  clearTimeout(timer);
  since = performance.now();
  timer = setTimeout(drop, left);
}

function rest() {
  clearTimeout(timer);
  left = Math.max(left - (performance.now() - since), 1500);
}

// What the server put there stays its time, too.
export function startToasts() {
  const box = document.querySelector("[data-toasts] > .toast");
  if (box && !box.hasAttribute("data-stay")) hold(box, SECONDS);
}
