// Selecting pupils and what the tray then offers.
import { act, chosenTiles, isWholeClass, listed, outcome, present, pupil, quietly, room, tell, tileOf, tiles } from "./class_data.js";
import { record } from "./class_record.js";

const tray = () => document.querySelector("[data-tray]");
const part = (name) => document.querySelector(`[data-${name}]`);

export function startTray() {
  document.addEventListener("click", ({ target }) => {
    const tile = target.closest("[data-tiles] .tile");
    if (tile) toggle(tile);
    const button = target.closest("[data-do]");
    if (button) doings[button.dataset.do]?.(button);
    const group = target.closest("[data-group]");
    if (group) showGroup(group);
    const choice = target.closest("[data-act]");
    if (choice) choose(choice);
  });
  if (tiles().length === 1) toggle(tiles()[0]);
}

const doings = {
  clear,
  cancel: () => pick(""),
  "change-concern": () => pick(""),
  "whole-class": () => select(present().map((tile) => tile.dataset.pupil)),
  "all-acts": showAll,
  privately: (button) => {
    room.privately = !quietly();
    button.setAttribute("aria-pressed", String(room.privately));
  },
};

function toggle(tile) {
  const id = tile.dataset.pupil;
  if (room.chosen.has(id)) room.chosen.delete(id);
  else room.chosen.add(id);
  draw();
}

export function select(ids) {
  room.chosen = new Set(ids);
  draw();
}

export function clear() {
  room.chosen.clear();
  // That praise was not quiet for one pupil says nothing of the next.
  if (room.privately === false) room.privately = null;
  pick("");
  draw();
}

function choose(choice) {
  const code = choice.dataset.act;
  choice.closest("dialog")?.close();
  if (act(code).kind === "achievement") recognise(code, choice.dataset.shortcut);
  else pick(room.act === code ? "" : code);
}

// Two taps: the pupil, then the act. On a projected screen no selection means the whole class.
function recognise(code, shortcut) {
  if (!room.chosen.size && room.data.projected) select(present().map((tile) => tile.dataset.pupil));
  if (!room.chosen.size) return;
  if (act(code).details) {
    pick(code);
    return;
  }
  const details = { ...(shortcut && { shortcut }), ...(quietly() && { private: true }) };
  record({ code, ids: [...room.chosen], details });
  if (tiles().length > 1) clear();
}

export function pick(code) {
  room.act = code;
  tray().classList.toggle("tray-pending", code !== "");
  for (const button of document.querySelectorAll(".opt-concern[data-act]")) {
    button.setAttribute("aria-pressed", String(button.dataset.act === code));
  }
  tell("picked", { code });
}

function draw() {
  for (const tile of tiles()) tile.setAttribute("aria-pressed", String(room.chosen.has(tile.dataset.pupil)));
  const names = chosenTiles().map((tile) => pupil(tile.dataset.pupil).first);
  const whole = isWholeClass();
  part("picked").textContent = whole ? `Whole class, ${names.length}` : listed(names);
  if (room.data.projected) {
    if (!names.length) part("picked").textContent = "Choose seats, or recognise the whole class";
    return;
  }
  const opening = tray().hidden && names.length > 0;
  tray().hidden = !names.length;
  const idle = part("idle");
  if (idle) idle.hidden = names.length > 0;
  onlyGood(whole);
  nudges();
  for (const button of document.querySelectorAll('[data-do="privately"]')) button.setAttribute("aria-pressed", String(quietly()));
  if (!names.length) room.act = "";
  follows();
  tell("selected");
  if (opening) keepInSight();
}

// A whole class is never given a concern: the words stand where the list was.
function onlyGood(whole) {
  part("concern-list").hidden = whole;
  part("not-whole").hidden = !whole;
  part("not-whole").textContent = whole ? room.data.notWhole : "";
  if (whole && act(room.act)?.kind === "concern") pick("");
}

function nudges() {
  for (const nudge of document.querySelectorAll("[data-nudge]")) nudge.hidden = !room.chosen.has(nudge.dataset.nudge);
  const one = room.chosen.size === 1 ? [...room.chosen][0] : "";
  const more = part("more-for");
  if (more) more.hidden = !one;
  for (const link of document.querySelectorAll("[data-profile-link]")) {
    link.hidden = !one;
    link.href = `${link.dataset.profileLink}${one}/`;
  }
  for (const link of document.querySelectorAll("[data-with-chosen]")) {
    link.href = link.dataset.withChosen + [...room.chosen].map((id) => `&pupil=${encodeURIComponent(id)}`).join("");
  }
  for (const link of document.querySelectorAll("[data-praise-link]")) link.href = `${link.dataset.praiseLink}${one}/`;
  for (const link of document.querySelectorAll("[data-steps]")) link.href = `${link.dataset.steps}${[...room.chosen][0] ?? ""}/`;
}

// Under each group: what follows for this selection.
export function follows() {
  for (const button of document.querySelectorAll("[data-group]")) {
    const first = document.querySelector(`[data-acts="${CSS.escape(button.dataset.group)}"] [data-act]`);
    const counts = new Map();
    for (const id of room.chosen) {
      const words = outcome(id, first?.dataset.act)?.short ?? "recorded";
      counts.set(words, (counts.get(words) ?? 0) + 1);
    }
    const all = [...counts];
    button.querySelector("[data-group-follows]").textContent =
      all.length === 1 ? all[0][0] : all.map(([words, n]) => `${n} ${words}`).join(", ");
  }
}

function showGroup(chosen) {
  for (const button of document.querySelectorAll("[data-group]")) button.setAttribute("aria-pressed", String(button === chosen));
  for (const list of document.querySelectorAll("[data-acts]")) list.hidden = list.dataset.acts !== chosen.dataset.group;
}

function showAll(button) {
  const list = button.closest("[data-acts]");
  for (const hidden of list.querySelectorAll("[data-rare], .opt-help")) hidden.hidden = false;
  list.classList.add("opts-long");
  button.hidden = true;
  list.querySelector("[data-rare]")?.focus();
}

function keepInSight() {
  const last = tileOf([...room.chosen].at(-1));
  last?.scrollIntoView({ block: "nearest" });
}
