// The card flow: choosing, recording through the device's queue, take-up time, outcomes, calls, praise.
// Without script, or where the device keeps nothing, the same form goes to the server.
import { now as clock } from "./clock.js";
import { announce } from "./live.js";
import { enqueue } from "./queue.js";
import { openSheet } from "./sheet.js";
import { details, fill, missing } from "./steps_form.js";
import { suggest } from "./steps_ladder.js";
import { startTimer, stopTimer } from "./steps_timer.js";
import { forget, recall, recallQueued, remember, takeBack } from "./steps_trail.js";
import { toast } from "./toast.js";
import { uuid7 } from "./uuid7.js";

const data = JSON.parse(document.getElementById("steps-data").textContent);
const form = document.querySelector("[data-form]");
const find = (name, value) => document.querySelector(`[data-${name}="${value}"]`);
let shown = Number(form.elements.shown.value);

async function send(kind, fields, act, line) {
  const at = new Date(clock()).toISOString();
  const body = { id: uuid7(), kind, pupil: data.pupil, lesson: data.lesson, happened_at: at, device_at: new Date().toISOString(), ...fields };
  const kept = line(body);
  await enqueue({ id: body.id, url: "/record/", body: { records: [body] }, act, names: fields.details?.option === "whole_class" ? "" : data.name, at });
  remember(data, body.id, kept);
  return body;
}

// Undo for whoever tapped: the page stands again as it stood before.
async function undo(body, act, position) {
  stopTimer();
  document.querySelector("[data-praise]").hidden = true;
  await takeBack(data, body, act);
  show(position);
  toast(`Undone: ${act}`);
}

function show(position, { focus = true } = {}) {
  shown = position;
  form.elements.shown.value = position;
  const last = data.trail.findLast((one) => one.position === position);
  const waits = last && !last.outcome && data.steps[position].outcomes.length > 0;
  for (const part of document.querySelectorAll("[data-card], [data-doing]")) part.hidden = Number(part.dataset.card ?? part.dataset.doing) !== position;
  for (const field of form.querySelectorAll("[name=reason], [name=escort]")) field.disabled = Number(field.closest("[data-doing]").dataset.doing) !== position;
  const doing = find("doing", position);
  const before = doing.querySelector("[data-before]");
  const after = doing.querySelector("[data-after]");
  before.hidden = Boolean(waits);
  if (after) {
    after.hidden = !(waits || (last && after.querySelector("[data-call]")));
    after.querySelector("[data-about]").value = last?.id ?? "";
  }
  for (const part of document.querySelectorAll("[data-part]")) part.hidden = !uses(position, part.dataset.part);
  if (focus) document.getElementById(`s${position}-head`).focus();
  refresh();
}

const uses = (position, what) => data.steps[position].sends.includes(what) || Boolean(find("card", position).querySelector(`[data-fill="${what}"]`));

function refresh() {
  const chosen = fill(form, data);
  const hint = suggest(data, chosen.code);
  for (const link of document.querySelectorAll("[data-go]")) mark(link, hint.position);
  for (const doing of document.querySelectorAll("[data-doing]")) {
    const position = Number(doing.dataset.doing);
    doing.querySelector("[data-skip]").hidden = !needsReason(position, chosen, hint);
    const because = doing.querySelector("[data-because]");
    because.hidden = position !== hint.position;
    because.textContent = data.because[hint.key] ?? "";
  }
  return [chosen, hint];
}

function mark(link, suggested) {
  const position = Number(link.dataset.go);
  const done = data.trail.some((one) => one.position === position);
  link.classList.toggle("is-done", done);
  link.querySelector("[data-done]").textContent = done ? ", done" : "";
  link.querySelector("[data-hint]").textContent = position === suggested ? ", suggested next" : "";
  link.querySelector(".six-n").replaceChildren(done ? document.getElementById("icon-check").content.cloneNode(true) : String(position));
  if (position === shown) link.setAttribute("aria-current", "step");
  else link.removeAttribute("aria-current");
}

// Steps are passed over, or a sanction is set before any of the steps that should come first.
function needsReason(position, chosen, hint) {
  const first = uses(position, "consequence") ? data.unprepared[chosen.consequence] : undefined;
  const untried = first && hint.key !== "named_condition" && !data.trail.some((one) => first.includes(one.position));
  return position > hint.position || Boolean(untried);
}

async function take(position, option, words) {
  const [chosen, hint] = refresh();
  const fault = missing(data, position, chosen, needsReason(position, chosen, hint));
  const note = find("doing", position).querySelector("[data-missing]");
  note.hidden = !fault;
  if (fault) return tell(note, fault, position);
  const label = option ? words : data.steps[position].label;
  const sent = await send("ladder_step", { code: chosen.code, details: details(data, position, chosen, option) }, label, (body) => (
    { step: { id: body.id, position, code: chosen.code, outcome: "", at: body.happened_at, calls: [] } }));
  form.elements.suggested_consequence.value = chosen.consequence;
  toast(option === "whole_class" ? `${words}: noted` : `${label} recorded for ${data.first}`, { undo: () => undo(sent, label, position) });
  show(position, { focus: false });
  find("doing", position).querySelector("[data-after-head]")?.focus();
  find("doing", position).querySelector("[data-after]:not([hidden])")?.scrollIntoView({ block: "nearest" });
  return startTimer(find("doing", position).querySelector("[data-take]"));
}

function tell(note, [name, words], position) {
  note.textContent = words;
  const field = { reason: `reason-${position}`, receiving: `receiving-${position}` }[name];
  const sheet = document.getElementById(`pick-${name}`);
  if (field) document.getElementById(field).focus();
  else if (sheet) openSheet(sheet);
}

async function outcome(value, label) {
  const doing = find("doing", shown);
  const about = doing.querySelector("[data-about]").value;
  const [chosen] = refresh();
  const asked = data.steps[shown].asks[value] ?? [];
  const fault = asked.find((name) => !chosen[name]);
  const note = doing.querySelector("[data-asks-missing]");
  if (note) note.hidden = !fault;
  if (fault) {
    note.textContent = "Say which adult goes along, then tap again.";
    doing.querySelector(`[name=${fault}]`).focus();
    return;
  }
  const extra = Object.fromEntries(asked.map((name) => [name, chosen[name]]));
  const code = data.trail.find((one) => one.id === about)?.code ?? "";
  const position = shown;
  const sent = await send("ladder_step", { code, about, details: { outcome: value, ...extra } }, label, () => ({ about, outcome: value }));
  stopTimer();
  toast(`${label}: kept for ${data.first}`, { undo: () => undo(sent, label, position) });
  for (const call of doing.querySelectorAll("[data-on]")) call.hidden = !call.dataset.on.split(" ").includes(value) && call.hidden;
  for (const offer of doing.querySelectorAll("[data-offer]")) offer.hidden = offer.dataset.offer !== value;
  if (value === "complied") praise(true);
  else if (asked.length) stay(doing);
  else show(suggest(data, chosen.code).position);
  refresh();
}

// After a refusal the second call is what comes next, on the same card.
function stay(doing) {
  doing.querySelector("[data-call][data-on]:not([hidden]) button")?.focus();
}

function praise(offered) {
  document.querySelector("[data-praise]").hidden = !offered;
  document.querySelector("[data-do=no-praise]").hidden = false;
  if (offered) document.getElementById("praise-head").focus();
  else show(suggest(data, form.elements.code.value).position);
}

async function recognise(code, words) {
  const sent = await send("achievement", { code }, words, () => ({}));
  praise(false);
  toast(`${words}: kept for ${data.first}`, { undo: () => undo(sent, words, shown) });
}

async function call(value) {
  const [code, stage] = value.split(":");
  const box = find("doing", shown).querySelector(`[data-call="${code}"]`);
  const about = find("doing", shown).querySelector("[data-about]").value;
  await send("call", { code, about, details: { stage } }, box.querySelector("b").textContent, () => ({}));
  const at = new Date(clock()).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const words = { called: `Called ${at}`, acknowledged: `answered ${at}`, arrived: `here ${at}` }[stage];
  const line = box.querySelector("[data-call-words]");
  line.textContent = line.dataset.stamped ? `${line.dataset.stamped}, ${words}` : words;
  line.dataset.stamped = line.textContent;
  announce(line.textContent);
}

function act(button) {
  const words = button.dataset.words ?? button.firstChild.textContent.trim();
  if (button.name === "take") return take(Number(button.value));
  if (button.name === "option") return take(shown, button.value, words);
  if (button.name === "outcome") return outcome(button.value, words);
  if (button.name === "praise") return recognise(button.value, words);
  return call(button.value);
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !("indexedDB" in window)) return;
  event.preventDefault();
  setTimeout(() => button.removeAttribute("aria-busy"));
  if (button.name === "pick") {
    openSheet(document.getElementById(`pick-${button.value === "minutes" ? "consequence" : button.value}`), button);
    return;
  }
  // A private window keeps no records: then the form goes to the server as it stands.
  Promise.resolve(act(button)).catch(() => { form.noValidate = true; submitAs(button); });
});

function submitAs(button) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  const about = document.createElement("input");
  Object.assign(about, { type: "hidden", name: "about", value: find("doing", shown).querySelector("[data-about]")?.value ?? "" });
  form.append(field, about);
  form.submit();
}

form.addEventListener("input", refresh);
form.addEventListener("click", (event) => {
  const radio = event.target.closest("dialog input[type=radio]");
  if (radio && event.detail > 0) radio.closest("dialog").close();
  const grow = event.target.closest("[data-grow]");
  if (grow) step(grow);
});

function step(button) {
  const field = button.parentElement.querySelector("[data-other]");
  const from = Number(field.value) || Number(form.querySelector("[name=minutes]:checked")?.value) || 0;
  field.value = Math.min(Math.max(from + Number(button.dataset.grow), 1), Number(field.max));
  refresh();
}

form.addEventListener("change", ({ target }) => {
  if (target.name === "minutes") form.querySelector("[data-other]").value = "";
  refresh();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (link) { event.preventDefault(); show(Number(link.dataset.go)); }
  const deed = event.target.closest("[data-do]")?.dataset.do;
  if (deed === "end-take") stopTimer();
  if (deed === "no-praise") praise(false);
  if (deed === "hide-steps" || deed === "show-steps") hide(deed === "hide-steps");
});

const title = document.title;
function hide(hidden) {
  document.querySelector("[data-steps]").hidden = hidden;
  document.querySelector("[data-cover]").hidden = !hidden;
  document.title = hidden ? "Hidden" : title;
  (hidden ? document.querySelector("[data-cover] h1") : document.getElementById(`s${shown}-head`)).focus();
}

document.addEventListener("queue:refused", ({ detail }) => {
  if (!detail.record.body.records?.some((one) => one.pupil === data.pupil)) return;
  const box = document.querySelector("[data-refused]");
  box.className = "errors";
  box.hidden = false;
  box.setAttribute("role", "alert");
  box.textContent = detail.words;
  forget(data, detail.record.id);
  show(shown);
});

function open() {
  const last = data.trail.at(-1);
  show(last && !last.outcome && data.steps[last.position].outcomes.length ? last.position : shown, { focus: false });
}

recall(data);
open();
recallQueued(data).then((found) => { if (found) open(); }, () => undefined);
