// What is chosen on the card flow, and the words that follow from it.
import { cleaner, minutesWords, said } from "./steps_ladder.js";

const BLANK = { act: "what you saw", rule: "the rule", consequence: "what follows", minutes: "the minutes", change: "what needs to change", positive: "something that went well" };

export function chosen(form) {
  const data = new FormData(form);
  const read = (name) => String(data.get(name) ?? "").trim();
  const other = form.querySelector("[data-other]")?.value.trim();
  return {
    code: read("code"), rule: read("rule"), consequence: read("consequence"), suggested_consequence: read("suggested_consequence"),
    minutes: Number(other || read("minutes")) || 0, change: read("change"), positive: read("positive"),
    destination: read("destination"), receiving: read("receiving"), reason: read("reason"), escort: read("escort"),
  };
}

const wordsOf = (form, name) => form.querySelector(`[name=${name}]:checked`)?.dataset.words ?? "";

export function fill(form, data) {
  const clean = cleaner(data.forbidden, data.school);
  const now = chosen(form);
  const label = said(wordsOf(form, "consequence"));
  const takes = now.consequence in data.owes && now.minutes;
  const fills = {
    act: said(wordsOf(form, "code")), rule: said(wordsOf(form, "rule")), change: said(now.change), positive: said(wordsOf(form, "positive")),
    consequence: takes ? `${label}, ${minutesWords(now.minutes)}` : label, minutes: now.minutes ? String(now.minutes) : "",
  };
  for (const gap of document.querySelectorAll("[data-fill]")) gap.textContent = clean(fills[gap.dataset.fill] || BLANK[gap.dataset.fill]);
  for (const line of document.querySelectorAll("[data-if]")) line.hidden = line.dataset.if !== now.consequence;
  for (const part of document.querySelectorAll("[data-over]")) part.hidden = !over(data, now);
  return now;
}

// More minutes than the next break has left, or no break at all.
export const over = (data, now) => now.consequence in data.owes && (data.left[now.consequence] === null || now.minutes > data.left[now.consequence]);

// What the step's record carries; the server asks the same again.
export function details(data, position, now, option) {
  const step = data.steps[position];
  const sent = { step: position };
  for (const name of [...step.sends, "reason"]) if (now[name] && name !== "minutes") sent[name] = now[name];
  if (step.sends.includes("minutes") && sent.consequence in data.owes && now.minutes) sent.minutes = now.minutes;
  if (option) sent.option = option;
  return sent;
}

// The first thing that is missing, and which field has it; nothing when the record can go.
export function missing(data, position, now, skips) {
  const step = data.steps[position];
  const asks = { change: "Say what needs to change.", consequence: "Choose the consequence that is set.", destination: "Say where to.", receiving: "Say which adult receives." };
  if (!now.code && (step.act || !step.note)) return ["act", "Say what you saw."];
  const name = step.records.find((one) => !now[one]);
  if (name) return [name, asks[name] ?? "Something is missing."];
  if (step.records.includes("consequence") && over(data, now)) return ["minutes", "That is more than the next break has left. Choose fewer minutes or another consequence."];
  if (skips && !now.reason) return ["reason", "Say in a few words why this step now."];
  return null;
}
