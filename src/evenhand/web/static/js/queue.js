// Records leave this device in order and exactly once: stored first, then sent until the server has answered.
// The server knows a record by its id, so sending again is harmless. Nothing is dropped but by a person.
//
// enqueue({id, url, body, act, names, at, expected}) stores and starts sending (expected is kept for the page);
// cancel(id) takes back what has not been sent.
// Events on document: queue:change (detail.records), queue:sent, queue:refused (detail.record, detail.answer).
import { attempt } from "./send.js";
import { showQueue } from "./queue_view.js";
import * as store from "./store.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60000;
const person = document.documentElement.dataset.person ?? "";
let pause = FIRST_PAUSE;
let timer;

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`queue:${name}`, { detail }));

export async function changed() {
  const records = await store.all();
  showQueue(records, person);
  tell("change", { records });
  return records;
}

// Rejects when the device cannot keep records (a private window): the caller then posts its form as usual.
export async function enqueue({ id, url, body, act, names, at = new Date().toISOString(), expected = {}, help = false }) {
  await store.add({ id, url, body, act, names, at, expected, help, by: person, state: "waiting", words: "", tries: 0 });
  await changed();
  send();
}

// True when it was still here and is now gone; false when it has been, or may have been, sent.
export async function cancel(id) {
  return exclusively(async () => {
    const record = await store.byId(id);
    if (!record || record.tries > 0) return false;
    await store.remove(record.n);
    await changed();
    return true;
  });
}

export async function dismiss(n) {
  await store.remove(n);
  await changed();
}

export function send() {
  clearTimeout(timer);
  return exclusively(sendAll).catch(() => again());
}

const exclusively = (work) => (navigator.locks ? navigator.locks.request("evenhand-queue", work) : work());

async function sendAll() {
  const mine = (await store.all()).filter((record) => record.state !== "refused" && !record.sealed && record.by === person);
  for (const record of mine) {
    if (!(await sendOne(record))) return again();
  }
  pause = FIRST_PAUSE;
  return undefined;
}

async function sendOne(record) {
  record.tries += 1;
  await store.put(record);
  const { state, answer, words } = await attempt(record);
  if (state === "sent") {
    await store.remove(record.n);
    tell("sent", { record, answer });
  } else {
    await store.put({ ...record, state: state === "refused" ? "refused" : "waiting", words: words ?? (state === "signin" ? "Sign in again to send this." : "") });
    if (state === "refused") tell("refused", { record, answer, words });
  }
  await changed();
  return state === "sent" || state === "refused";
}

// The browser itself may know first that the network is back, also when no page is open any more.
function askForSync() {
  navigator.serviceWorker?.getRegistration().then((found) => found?.sync?.register("queue")).catch(() => undefined);
}

function again() {
  clearTimeout(timer);
  askForSync();
  timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function atOnce() {
  pause = FIRST_PAUSE;
  send();
}

export function startQueue() {
  if (!("indexedDB" in window)) return;
  addEventListener("online", atOnce);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) atOnce(); });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-queue-do]");
    if (button?.dataset.queueDo === "now") atOnce();
    if (button?.dataset.queueDo === "dismiss") dismiss(Number(button.value));
  });
  changed().then(atOnce, () => document.documentElement.setAttribute("data-no-queue", ""));
}
