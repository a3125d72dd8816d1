// The keyboard in the room: arrows go from tile to tile, space selects, shift extends, Escape clears.
import { room, tiles } from "./class_data.js";
import { select } from "./class_tray.js";

let anchor;

export function startMove() {
  const list = document.querySelector("[data-tiles]");
  if (!list) return;
  const all = tiles();
  all.forEach((tile, place) => { tile.tabIndex = place ? -1 : 0; });
  list.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".tile")) return;
    for (const tile of tiles()) tile.tabIndex = tile === target ? 0 : -1;
  });
  list.addEventListener("click", ({ target }) => { anchor = target.closest(".tile") ?? anchor; });
  list.addEventListener("keydown", (event) => {
    const next = step(event.target.closest(".tile"), event.key);
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey) extend(event.target.closest(".tile"), next);
    else anchor = next;
    next.focus();
  });
}

function step(tile, key) {
  if (!tile) return undefined;
  const all = tiles();
  const place = all.indexOf(tile);
  const forward = getComputedStyle(tile).direction === "rtl" ? -1 : 1;
  if (key === "ArrowRight") return all[place + forward];
  if (key === "ArrowLeft") return all[place - forward];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key === "ArrowDown" || key === "ArrowUp") return nearest(tile, key === "ArrowDown" ? 1 : -1);
  return undefined;
}

// The tile in the next row whose middle is closest.
function nearest(tile, direction) {
  const from = tile.getBoundingClientRect();
  const middle = from.left + from.width / 2;
  let best;
  let least = Infinity;
  for (const one of tiles()) {
    const box = one.getBoundingClientRect();
    const down = (box.top - from.top) * direction;
    if (down < from.height / 2) continue;
    const far = down * 4 + Math.abs(box.left + box.width / 2 - middle);
    if (far < least) [best, least] = [one, far];
  }
  return best;
}

function extend(from, to) {
  anchor ??= from;
  const all = tiles();
  const [a, b] = [all.indexOf(anchor), all.indexOf(to)].sort((x, y) => x - y);
  select([...new Set([...room.chosen, ...all.slice(a, b + 1).map((tile) => tile.dataset.pupil)])]);
}
