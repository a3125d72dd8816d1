// Rings that empty until a thing is due and then count up. Words for assistive technology at 5, 2, 1 and 0 minutes.
import { now } from "./clock.js";
import { announce } from "./live.js";

const LENGTH = 213.6;
const TOLD = [5, 2, 1, 0];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const seen = new Map();

const plural = (n) => `${n} ${n === 1 ? "minute" : "minutes"}`;

export function draw(ring, time = now()) {
  const left = Math.floor((Date.parse(ring.dataset.due) - time) / 1000);
  const over = left <= 0;
  const seconds = Math.abs(left);
  const minutes = over ? Math.floor(seconds / 60) : Math.ceil(seconds / 60);
  const shown = still.matches ? minutes * 60 : seconds;
  const share = over ? 1 : Math.min(shown / Number(ring.dataset.total), 1);
  ring.classList.toggle("ring-over", over);
  ring.querySelector(".ring-go").setAttribute("stroke-dasharray", `${(share * LENGTH).toFixed(1)} ${LENGTH}`);
  ring.querySelector("[data-figure]").textContent = still.matches ? `${minutes}′` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const side = ring.querySelector("[data-side]");
  side.textContent = over ? side.dataset.over : "left";
  tell(ring, over, minutes);
}

function tell(ring, over, minutes) {
  const words = `${plural(minutes)} ${over ? "over" : "left"}`;
  const mark = over ? 0 : TOLD.find((one) => one === minutes);
  const key = ring.dataset.due + (ring.closest("[id]")?.id ?? "");
  const first = !seen.has(key);
  if (!first && seen.get(key) === mark) return;
  seen.set(key, mark);
  if (mark === undefined && !first) return;
  const name = ring.closest("[data-card]")?.querySelector("h3")?.textContent.trim() ?? "";
  ring.querySelector("[data-words]").textContent = words;
  if (!first) announce(over ? `${name}: the time is over` : `${name}: ${words}`);
}

export function startCountdowns() {
  const tick = () => {
    if (document.hidden) return;
    for (const ring of document.querySelectorAll("[data-countdown]")) draw(ring);
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}
