// A device that nobody touches covers its screen and asks for the PIN: the server tests it, or, without a network,
// the device. After five wrong ones only signing in again helps, and what was kept here is gone.
import { held, isKept, person, toWorker } from "./held.js";
import { change, fits, forgetState, seen, state, touch } from "./lock_state.js";
import { reaches } from "./network.js";
import { seal } from "./seal.js";
import { csrf } from "./send.js";

const TRIES = 5;
const root = document.documentElement;
const cover = document.querySelector("[data-lock]");
const part = (name) => cover.querySelector(`[data-lock-${name}]`);
let title;
let touched = 0;

export function startLock() {
  if (!cover || !person) {
    if (!isKept() && "signedOut" in document.body.dataset) forgetState();
    touch();
    return;
  }
  if (state() && state().person !== person) forgetState();
  document.addEventListener("device:kept", ({ detail }) => learn(detail));
  held().then(learn);
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, active, { capture: true, passive: true });
  document.addEventListener("visibilitychange", check);
  addEventListener("storage", check);
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-do=lock-now]")) lock("pin"); });
  cover.addEventListener("cancel", (event) => event.preventDefault());
  part("form").addEventListener("submit", tried);
  part("sign-in").addEventListener("submit", leave);
  setInterval(check, 3000);
  if (root.dataset.locked) lock(root.dataset.locked);
}

function learn(whose) {
  if (!whose || whose.person !== person || !whose.list) return;
  const { lock: told } = whose.list;
  if (!told && !state()?.locked) forgetState();
  if (told) {
    if (!state()) touch();
    change({ person, ...told });
  }
  for (const button of document.querySelectorAll("[data-do=lock-now]")) button.hidden = !told;
}

function active() {
  if (root.dataset.locked || Date.now() - touched < 2000) return;
  touched = Date.now();
  touch();
}

function check() {
  const kept = state();
  if (root.dataset.locked) {
    if (kept && !kept.locked) show(false);
    return;
  }
  if (kept?.locked) lock(kept.locked);
  else if (kept?.minutes && Date.now() - seen() > kept.minutes * 60000) lock("pin");
}

// kind: pin, or signin where only signing in again helps.
export function lock(kind) {
  change({ person, locked: kind });
  show(kind);
}

function show(kind) {
  if (kind) root.dataset.locked = kind;
  else delete root.dataset.locked;
  part("form").hidden = kind !== "pin";
  part("leave").textContent = kind === "signin" ? "Sign in again" : "Somebody else: sign out";
  title ??= document.title;
  document.title = kind ? "Locked" : title;
  if (kind && !cover.open) cover.showModal();
  if (!kind && cover.open) cover.close();
  say(kind === "signin" ? "Sign in again to use this device. What you recorded is safe, and is sent then." : "");
  if (kind === "pin") part("form").elements.pin.focus();
}

async function leave(event) {
  event.preventDefault();
  const form = event.target;
  if (await reaches()) form.submit();
  else if (root.dataset.locked === "signin") say("Signing in needs the network.");
  else end();
}

async function tried(event) {
  event.preventDefault();
  const field = event.target.elements.pin;
  const pin = field.value;
  field.value = "";
  const found = (await ask(pin)) ?? (await ownTest(pin));
  event.submitter?.removeAttribute("aria-busy");
  if (found.open) {
    change({ locked: "", wrong: 0 });
    touch();
    show(false);
  } else if (found.left) {
    say(`That is not your PIN. ${found.left === 1 ? "One more try" : `${found.left} more tries`}, then you sign in again.`);
    field.focus();
  } else {
    await end();
  }
}

// The server's answer; nothing where it cannot be reached.
async function ask(pin) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
  const options = { method: "POST", headers, body: JSON.stringify({ pin }), redirect: "manual", signal: AbortSignal.timeout(6000) };
  const answer = await fetch("/lock/open/", options).catch(() => null);
  if (!answer || answer.status >= 500) return null;
  return [200, 422].includes(answer.status) ? answer.json() : { open: false, left: 0 };
}

async function ownTest(pin) {
  const kept = state();
  if (kept?.digest && (await fits(pin, kept))) return { open: true };
  const wrong = (kept?.wrong ?? 0) + 1;
  change({ wrong });
  return { open: false, left: Math.max(TRIES - wrong, 0) };
}

// Nothing of the person stays readable here.
export async function end() {
  lock("signin");
  const whose = await held();
  if (whose) await seal(whose).catch(() => undefined);
  toWorker("forget");
}

function say(words) {
  part("words").textContent = words;
}
