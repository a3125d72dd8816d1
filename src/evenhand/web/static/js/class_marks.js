// The marks on the tiles: at once when something is recorded, then as the server has them.
import { act, room, tell, tileOf } from "./class_data.js";
import { all } from "./store.js";

const EVERY = 55000;
const copy = (id) => document.getElementById(id)?.content.firstElementChild.cloneNode(true);
let waiting = new Map();
let soon;

export function startMarks() {
  document.addEventListener("class:recorded", ({ detail }) => change(detail.records, 1));
  document.addEventListener("class:undone", ({ detail }) => change(detail.records, -1));
  document.addEventListener("queue:change", ({ detail }) => queued(detail.records));
  document.addEventListener("queue:sent", shortly);
  document.addEventListener("queue:refused", shortly);
  addEventListener("online", shortly);
  all().then(queued, () => undefined);
  setInterval(() => { if (!document.hidden && navigator.onLine) refresh(); }, EVERY);
}

function shortly() {
  clearTimeout(soon);
  soon = setTimeout(refresh, 200);
}

function change(records, by) {
  for (const one of records) {
    const tile = tileOf(one.pupil);
    if (!tile || act(one.code)?.kind !== "achievement") continue;
    if (room.data.projected) total(by);
    star(tile, stars(tile) + by);
    if (by > 0) glow(tile);
  }
}

function glow(tile) {
  tile.classList.remove("tile-just");
  void tile.offsetWidth;
  tile.classList.add("tile-just");
}

function total(by) {
  const figure = document.querySelector("[data-total]");
  if (figure) figure.textContent = String(Math.max(Number(figure.textContent) + by, 0));
}

const marks = (tile) => tile.querySelector(".tile-marks");
const stars = (tile) => Number(marks(tile)?.querySelector(".mark-praise")?.textContent.match(/\d+/)?.[0] ?? 0);

function star(tile, n) {
  if (!marks(tile)) return;
  marks(tile).querySelector(".mark-praise")?.remove();
  if (n < 1) return;
  const mark = copy("mark-praise");
  mark.querySelector("[data-n]").textContent = String(n);
  const cloud = marks(tile).querySelector(".mark-queued");
  if (cloud) cloud.after(mark); else marks(tile).prepend(mark);
}

function flag(tile, words) {
  if (!marks(tile)) return;
  marks(tile).querySelector(".mark-warning")?.remove();
  if (!words) return;
  const mark = copy("mark-warning");
  mark.querySelector("[data-n]").textContent = `, ${words}`;
  marks(tile).append(mark);
}

function away(tile, words) {
  tile.classList.toggle("tile-away", Boolean(words));
  const last = tile.querySelector(".tile-last");
  if (!last) return;
  last.dataset.name ??= tile.title.slice(tile.querySelector(".tile-first").textContent.length).trim();
  last.textContent = words || last.dataset.name;
}

// Which pupils have something waiting here, and how many recognitions of it the server cannot know yet.
function queued(records) {
  const found = new Map();
  for (const one of records.filter((each) => each.state !== "refused").flatMap((each) => each.body.records ?? [])) {
    const id = String(one.pupil);
    found.set(id, (found.get(id) ?? 0) + (one.kind === "achievement" ? 1 : 0));
  }
  for (const id of new Set([...waiting.keys(), ...found.keys()])) {
    const tile = tileOf(id);
    if (!tile || !marks(tile)) continue;
    marks(tile).querySelector(".mark-queued")?.remove();
    if (found.has(id)) marks(tile).prepend(copy("mark-queued"));
  }
  waiting = found;
}

// The server's state is final. Without an answer the page stays as it was, with its time.
export async function refresh() {
  const response = await fetch(`${location.pathname}state/`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok || response.redirected) return;
  const fresh = await response.json();
  if (fresh.total !== undefined) {
    const figure = document.querySelector("[data-total]");
    if (figure) figure.textContent = String(fresh.total);
    return;
  }
  Object.assign(room.data, { at: fresh.at, time: fresh.time, outcomes: fresh.outcomes, by: fresh.by, clauses: fresh.clauses });
  for (const [id, found] of Object.entries(fresh.marks)) {
    const tile = tileOf(id);
    if (!tile) continue;
    star(tile, found.recognised + (waiting.get(id) ?? 0));
    flag(tile, found.warnings);
    away(tile, found.away);
  }
  tell("fresh");
}
