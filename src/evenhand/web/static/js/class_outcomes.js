// What will follow, shown before the last tap: one line for each pupil, the heavier first, with its paragraph;
// the details that the policy demands; the agreed adjustments. What is missing is said, never greyed out.
import { act, chosenTiles, cited, outcome, pupil, room } from "./class_data.js";
import { record } from "./class_record.js";
import { clear, follows, pick } from "./class_tray.js";
import { now } from "./clock.js";
import { isReachable } from "./network.js";

const STALE = 60000;
// Who is on duty stands in one place: it is typed once, and forgotten with the duty.
const PLACE = "place";
const DUTY = 40 * 60000;
const part = (name) => document.querySelector(`[data-${name}]`);
const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

export function startOutcomes() {
  document.addEventListener("class:picked", ({ detail }) => show(detail.code, true));
  document.addEventListener("class:selected", () => show(room.act, false));
  document.addEventListener("class:fresh", () => { follows(); lines(); stamp(); });
  document.addEventListener("click", ({ target }) => {
    const answer = target.closest("[data-answer]");
    if (answer) press(answer);
    if (target.closest("[data-do=decide]")) decide();
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest("[data-details], [data-adjusts], [data-place]")) say(unavailable());
  });
  document.addEventListener("network:change", stamp);
  setInterval(stamp, 5000);
  stamp();
  recall();
}

function recall() {
  const kept = part("place") && JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  if (kept && now() - kept.at < DUTY) part("place").value ||= kept.words;
}

function show(code, anew) {
  const box = part("follow");
  if (!box) return;
  const open = Boolean(code) && room.chosen.size > 0;
  box.hidden = !open;
  part("decide").hidden = !open;
  say("");
  if (!open) return;
  part("follow-title").textContent = `${act(code).label}: what will follow`;
  if (anew) part("details").replaceChildren(...(act(code).details ?? []).map((name) => copy(`detail-${name}`)));
  tried(anew);
  lines();
  adjusts();
  stamp();
  const n = room.chosen.size;
  part("decide-words").textContent = `Record ${small(act(code).label)} for\u00a0${n}`;
  if (anew) box.scrollIntoView({ block: "nearest" });
}

// Gentler things that came before: optional, and only for a concern.
function tried(anew) {
  const box = part("tried");
  if (!box) return;
  box.hidden = act(room.act).kind !== "concern";
  if (anew) for (const tick of box.querySelectorAll("input")) tick.checked = false;
}

function lines() {
  if (!room.act || !part("follow-lines")) return;
  const rows = chosenTiles().map((tile) => ({ id: tile.dataset.pupil, words: outcome(tile.dataset.pupil, room.act) }));
  rows.sort((a, b) => (b.words?.weight ?? 0) - (a.words?.weight ?? 0));
  part("follow-lines").replaceChildren(...rows.map(line));
}

function line({ id, words }) {
  const item = document.createElement("li");
  const text = document.createElement("span");
  const name = document.createElement("b");
  name.textContent = pupil(id).first;
  const posts = act(room.act).kind === "achievement" ? "recognised" : "recorded, nothing else follows by itself";
  text.append(name, `: ${words?.before ?? posts}`);
  if (words?.outcome) {
    const bold = document.createElement("b");
    bold.textContent = words.outcome;
    text.append(", ", bold);
  }
  for (const also of words?.also ?? []) {
    const more = document.createElement("small");
    more.textContent = also;
    text.append(document.createElement("br"), more);
  }
  item.append(text);
  const cite = words?.cites?.[0] ?? act(room.act).cite;
  if (cite) item.append(...why(id, cite, words));
  return item;
}

function why(id, cite, words) {
  const key = `follow-why-${id}`;
  const link = document.createElement("a");
  link.className = "why";
  link.href = `/policy/${encodeURIComponent(cite)}/`;
  link.dataset.why = key;
  link.innerHTML = '<span class="vh"></span><span class="para"></span>';
  link.firstChild.textContent = `Why, ${pupil(id).first}: `;
  link.lastChild.textContent = cited(cite);
  const sheet = document.createElement("div");
  sheet.className = "why-sheet";
  sheet.id = key;
  sheet.hidden = true;
  sheet.tabIndex = -1;
  sheet.setAttribute("role", "group");
  sheet.setAttribute("aria-label", `Why, ${pupil(id).first}`);
  for (const one of words?.cites ?? [cite]) {
    if (!room.data.clauses?.[one]) continue;
    const quote = document.createElement("div");
    quote.className = "why-quote";
    quote.innerHTML = '<span class="para"></span><p class="voice"></p>';
    quote.firstChild.classList.toggle("para-named", one in (room.data.titles ?? {}));
    quote.firstChild.textContent = cited(one);
    quote.lastChild.textContent = room.data.clauses[one];
    sheet.append(quote);
  }
  if (words?.posts?.length) {
    const posts = document.createElement("p");
    posts.className = "sm";
    posts.textContent = `Recorded with it: ${words.posts.join(", ")}.`;
    sheet.append(posts);
  }
  return sheet.childElementCount ? [link, sheet] : [plain(link)];
}

function plain(link) {
  delete link.dataset.why;
  return link;
}

// One card for each agreed adjustment of each pupil, kept as answered while the selection changes.
function adjusts() {
  const box = part("adjusts");
  const kept = new Map([...box.children].map((card) => [card.dataset.key, card]));
  const wanted = act(room.act).kind === "concern" ? chosenTiles() : [];
  box.replaceChildren(...wanted.flatMap((tile) => (pupil(tile.dataset.pupil).adjusts ?? []).map(([key, words]) => {
    const id = tile.dataset.pupil;
    return kept.get(`${id}/${key}`) ?? adjust(id, key, words);
  })));
}

function adjust(id, key, words) {
  const card = copy("adjust-one");
  card.dataset.key = `${id}/${key}`;
  card.dataset.pupil = id;
  card.dataset.adjustment = key;
  card.querySelector("[data-name]").textContent = `${pupil(id).first}, adjustment:`;
  card.querySelector("[data-words]").textContent = words;
  card.querySelector(".pair").setAttribute("aria-label", `Was ${pupil(id).first}’s adjustment given?`);
  return card;
}

function press(button) {
  const card = button.closest(".adjust");
  for (const one of card.querySelectorAll("[data-answer]")) one.setAttribute("aria-pressed", String(one === button));
  const why = card.querySelector(".field");
  why.hidden = button.dataset.answer !== "not_applied";
  if (!why.hidden) why.querySelector("input").focus();
  say("");
}

function stamp() {
  const old = now() - Date.parse(room.data.at) > STALE || !isReachable();
  const words = old ? `as of ${room.data.time}` : "";
  for (const mark of [part("follow-stamp"), part("stamp")]) {
    if (!mark) continue;
    mark.hidden = !old;
    mark.textContent = mark.matches("span") && words ? ` · ${words}` : words;
  }
}

function details() {
  const found = {};
  for (const field of document.querySelectorAll("[data-details] [data-detail]")) {
    const name = field.dataset.detail;
    const inputs = [...field.querySelectorAll("input")];
    const ticked = inputs.filter((input) => input.checked).map((input) => input.value);
    if (field.dataset.type === "multiple") { if (ticked.length) found[name] = ticked; }
    else if (field.dataset.type === "boolean") { if (ticked.length) found[name] = ticked[0] === "yes"; }
    else if (field.dataset.type === "choice") { if (ticked.length) [found[name]] = ticked; }
    else if (inputs[0].value !== "") found[name] = field.dataset.type === "integer" ? Number(inputs[0].value) : inputs[0].value;
  }
  const before = [...document.querySelectorAll("[data-tried]:not([hidden]) input:checked")].map((tick) => tick.value);
  if (before.length) found.tried = before;
  return found;
}

const holds = { at_least: (a, b) => a >= b, at_most: (a, b) => a <= b, equals: (a, b) => a === b };

// An act that its own conditions rule out says so as soon as it is known.
function unavailable() {
  const given = details();
  const unmet = (act(room.act)?.conditions ?? []).find((one) => given[one.detail] !== undefined && !holds[one.op](given[one.detail], one.value));
  return unmet ? `Not available. ${unmet.words} (${cited(unmet.cite)})` : "";
}

function missing() {
  const given = details();
  const words = [];
  if (part("place") && act(room.act).kind === "concern" && !part("place").value.trim()) words.push("Say where it happened.");
  for (const field of document.querySelectorAll("[data-details] [data-required]")) {
    if (given[field.dataset.detail] === undefined) words.push(`${field.querySelector("label, legend").textContent.trim()}: say this first.`);
  }
  if (unavailable()) words.push(unavailable());
  for (const card of document.querySelectorAll("[data-adjusts] .adjust")) {
    const pressed = card.querySelector("[data-answer][aria-pressed=true]");
    const who = pupil(card.dataset.pupil).first;
    if (!pressed) words.push(`Say whether ${who}’s adjustment was given.`);
    else if (pressed.dataset.answer === "not_applied" && !card.querySelector("input").value.trim()) words.push(`Say why not, for ${who}.`);
  }
  return words;
}

function answers(id) {
  return [...document.querySelectorAll(`[data-adjusts] [data-pupil="${CSS.escape(id)}"]`)].map((card) => ({
    adjustment: card.dataset.adjustment,
    outcome: card.querySelector("[aria-pressed=true]").dataset.answer,
    reason: card.querySelector("input").value.trim(),
  }));
}

function decide() {
  const lacking = missing();
  say(lacking.join(" "));
  if (lacking.length) {
    const nowhere = part("place") && !part("place").value.trim() ? part("place") : undefined;
    (nowhere ?? document.querySelector("[data-details] input, [data-adjusts] [data-answer]"))?.focus();
    return;
  }
  const ids = [...room.chosen];
  const words = part("place")?.value.trim() ?? "";
  if (words) sessionStorage.setItem(PLACE, JSON.stringify({ words, at: now() }));
  record({ code: room.act, ids, details: details(), answers, place: words });
  document.querySelector("[data-adjusts]").replaceChildren();
  if (chosenTiles().length && document.querySelectorAll("[data-tiles] .tile").length > 1) clear();
  else pick("");
}

function say(words) {
  const box = part("missing");
  if (!box) return;
  box.hidden = !words;
  box.textContent = words;
}

const small = (label) => (/^[A-Z][a-z]/.test(label) ? label[0].toLowerCase() + label.slice(1) : label);
