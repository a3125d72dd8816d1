// What waits on this device, as a word in the corner and as a list.
import { announce } from "./live.js";
import { hhmm } from "./clock.js";
import { isReachable } from "./network.js";

// What is sent sooner than this needs no word: it would come and go in the title row with every tap.
const SOON = 700;
let before = 0;
let settle;
let later;

export function showQueue(records, person) {
  const waiting = records.filter((record) => record.state !== "refused").length;
  const refused = records.length - waiting;
  const button = document.querySelector("[data-queue]:not(.queue-fixed)") ?? document.querySelector("[data-queue]");
  const words = button?.querySelector("[data-queue-words]");
  if (words) {
    clearTimeout(later);
    if (records.length && button.hidden && !refused && isReachable()) later = setTimeout(() => show(button, words, waiting, refused), SOON);
    else if (records.length) show(button, words, waiting, refused);
    else if (before && !button.hidden) showSent(button, words);
  }
  before = records.length;
  for (const list of document.querySelectorAll("[data-queue-list]")) fill(list, records, person);
}

function show(button, words, waiting, refused) {
  clearTimeout(settle);
  button.hidden = false;
  button.classList.remove("queue-sent");
  const told = [waiting && [waiting, " waiting"], refused && [refused, " to look at"]].filter(Boolean);
  words.replaceChildren(...told.flatMap(([many, what], at) => [at ? ", " : "", String(many), word(what)]));
}

// Goes from sight where the title row is narrow, never from the name of the button.
function word(text) {
  const made = document.createElement("span");
  made.className = "queue-word";
  made.textContent = text;
  return made;
}

function showSent(button, words) {
  button.classList.add("queue-sent");
  words.textContent = "Sent";
  announce("All records are sent.");
  settle = setTimeout(() => { button.hidden = true; }, 2000);
}

function fill(list, records, person) {
  list.hidden = !records.length;
  list.replaceChildren(...records.map((record) => row(record, person)));
}

function row(record, person) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.className = "grow";
  const act = document.createElement("b");
  act.textContent = record.act;
  const line = document.createElement("small");
  line.className = "muted";
  line.textContent = hhmm(Date.parse(record.at));
  words.append(act, record.names ? `, ${record.names}` : "", document.createElement("br"), line);
  const note = record.by === person ? record.words : "Waits until the person who recorded it signs in here.";
  if (note) words.append(document.createElement("br"), note);
  if (record.state === "refused" && record.by === person) words.append(document.createElement("br"), ...advice(record));
  const chip = document.createElement("span");
  chip.className = "chip chip-due";
  chip.textContent = record.state === "refused" ? "Not accepted" : "Waiting";
  item.append(words, chip);
  if (record.state === "refused") item.append(button(record.n));
  return item;
}

// What a person can do about what was not accepted; it stays until they have.
function advice(record) {
  const pupil = record.body?.records?.[0]?.pupil;
  if (!pupil) return ["See to it in another way, then remove it here."];
  const link = document.createElement("a");
  link.href = `/pupils/${pupil}/`;
  link.textContent = "the pupil’s page";
  return ["Look at ", link, ": if it is missing there, record it again as it should be. Then remove it here."];
}

function button(n) {
  const dismiss = document.createElement("button");
  dismiss.type = "button";
  dismiss.className = "btn";
  dismiss.dataset.queueDo = "dismiss";
  dismiss.value = n;
  dismiss.textContent = "Remove from this device";
  return dismiss;
}
