// What waits on this device, as a word in the corner and as a list.
import { announce } from "./live.js";
import { hhmm } from "./clock.js";

let before = 0;
let settle;

export function showQueue(records, person) {
  const waiting = records.filter((record) => record.state !== "refused").length;
  const refused = records.length - waiting;
  const button = document.querySelector("[data-queue]:not(.queue-fixed)") ?? document.querySelector("[data-queue]");
  const words = button?.querySelector("[data-queue-words]");
  if (words) {
    if (records.length) show(button, words, waiting, refused);
    else if (before) showSent(button, words);
  }
  if (!records.length && before) announce("All records are sent.");
  before = records.length;
  for (const list of document.querySelectorAll("[data-queue-list]")) fill(list, records, person);
}

function show(button, words, waiting, refused) {
  clearTimeout(settle);
  button.hidden = false;
  button.classList.remove("queue-sent");
  words.textContent = [waiting && `${waiting} waiting`, refused && `${refused} to look at`].filter(Boolean).join(", ");
}

function showSent(button, words) {
  button.classList.add("queue-sent");
  words.textContent = "Sent";
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
