// The service worker keeps the shell and, for whoever is signed in, the class pages of the day. When somebody else
// is signed in, or nobody, what waits of the one before is sealed and their pages are forgotten.
import { held, isKept, person } from "./held.js";
import { changed, send } from "./queue.js";
import { open, seal } from "./seal.js";

const EVERY = 10 * 60000;

export async function startWorker() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => hear(data));
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (!registration || isKept()) return;
  const { active } = await navigator.serviceWorker.ready;
  const before = await held();
  if (before && before.person !== person && (person || "signedOut" in document.body.dataset) && !document.querySelector("[data-offline-page]")) {
    await seal(before).catch(() => undefined);
    active?.postMessage("forget");
    await changed();
  }
  if (!person) return;
  const ask = (anew) => { if (!document.hidden && navigator.onLine) active?.postMessage({ ahead: person, anew }); };
  // Where the PIN is set the device hears of it at once.
  ask(Boolean(document.querySelector("[data-device-anew]")));
  setInterval(() => ask(false), EVERY);
}

async function hear(word) {
  if (word === "send") send();
  if (word !== "kept") return;
  const now = await held();
  document.dispatchEvent(new CustomEvent("device:kept", { detail: now }));
  if (now?.person === person && (await open(now))) { await changed(); send(); }
}
