// Whether the school's server can be reached. What a browser calls "online" is a radio that is on: a page that came
// from this device came because nothing answered, and believes in the network when the server has answered.
import { isKept } from "./held.js";

const EVERY = 10000;
const PATIENCE = 5000;
let answered = !isKept();
let timer;

export const isReachable = () => navigator.onLine && answered;

// Told on document as network:change.
export function startNetwork() {
  addEventListener("offline", () => { answered = false; tell(); });
  addEventListener("online", look);
  if (isKept()) look();
}

const tell = () => document.dispatchEvent(new CustomEvent("network:change"));

async function look() {
  clearTimeout(timer);
  await reaches();
  if (!answered) timer = setTimeout(look, EVERY);
}

// Asks the server now, for what cannot be done without it.
export async function reaches() {
  answered = navigator.onLine && (await answers());
  tell();
  return answered;
}

// A gate of some hotel's answers everything, with a page of its own.
async function answers() {
  const options = { cache: "no-store", credentials: "omit", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch("/manifest.webmanifest", options).catch(() => undefined);
  return Boolean(answer?.ok && answer.headers.get("Content-Type")?.includes("manifest"));
}
