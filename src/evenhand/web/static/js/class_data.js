// What the page was sent with: acts, pupils, and what would follow. Selection and the chosen act live here, too.
export const room = { data: null, chosen: new Set(), act: "", privately: null };

export function load() {
  const element = document.getElementById("class-data");
  if (!element) return false;
  room.data = JSON.parse(element.textContent);
  return true;
}

export const tiles = () => [...document.querySelectorAll("[data-tiles] .tile")];
export const tileOf = (id) => document.querySelector(`[data-tiles] [data-pupil="${CSS.escape(String(id))}"]`);
export const chosenTiles = () => tiles().filter((tile) => room.chosen.has(tile.dataset.pupil));
// A paragraph as people call it: by its number, or by its heading where the policy has no numbers.
export const cited = (cite) => `${room.data.mark} ${room.data.titles?.[cite] ?? cite}`;
export const act = (code) => room.data.acts[code];
export const pupil = (id) => room.data.pupils[id] ?? { first: "", full: "" };

// Whoever is elsewhere just now is no part of what the class does together.
export const present = () => tiles().filter((tile) => !tile.classList.contains("tile-away"));

export function isWholeClass() {
  const here = present();
  return here.length >= (room.data.wholeClass ?? Infinity) && here.every((tile) => room.chosen.has(tile.dataset.pupil));
}

// What would follow for one pupil from one act; undefined where the policy lets nothing follow by itself.
export function outcome(id, code) {
  const place = room.data.by?.[id]?.[act(code)?.as];
  return place === undefined ? undefined : room.data.outcomes[place];
}

export function listed(names) {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

// A quiet word where the adult chose it; else where one of the chosen pupils likes praise so.
export const quietly = () => room.privately ?? [...room.chosen].some((id) => pupil(id).quiet === true);

export const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`class:${name}`, { detail }));
