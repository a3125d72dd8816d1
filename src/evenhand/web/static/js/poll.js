// Live pages: ask every two seconds with the ETag; swap only cards that changed, never one that is in use.
//
// <section data-poll="/board/cards/"> holds cards with an id and data-card="version". The answer is HTML of the same
// section; its children that are not cards (headings with counts) are marked data-part and swapped by id as well.
import { correct, hhmm, now } from "./clock.js";
import { announce } from "./live.js";

const EVERY = 2000;

export function startPolling() {
  for (const region of document.querySelectorAll("[data-poll]")) poll(region);
}

function poll(region) {
  let etag = region.dataset.etag ?? "";
  let timer;
  let pause = EVERY;
  let asking = false;
  const ask = async () => {
    if (asking || document.hidden) return;
    clearTimeout(timer);
    asking = true;
    try {
      const headers = { "X-Requested-With": "poll", ...(etag ? { "If-None-Match": etag } : {}) };
      const response = await fetch(region.dataset.poll, { headers, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(8000) });
      if (response.status >= 400) throw new Error(String(response.status));
      // Without news for this page the mark may still be a newer one. Where a card had to wait, all is asked for again.
      const whole = response.status !== 200 || swap(region, await response.text());
      etag = whole ? response.headers.get("ETag") ?? "" : "";
      correct(response.headers.get("X-Now"));
      pause = EVERY;
      stamp(true);
    } catch {
      pause = Math.min(pause * 1.5, 20000);
      stamp(false);
    }
    asking = false;
    timer = setTimeout(ask, pause);
  };
  document.addEventListener("visibilitychange", ask);
  addEventListener("online", ask);
  document.addEventListener("poll:now", ask);
  timer = setTimeout(ask, EVERY);
}

const inUse = (card) => card.contains(document.activeElement) || card.querySelector(".why-sheet:not([hidden])");

// Returns false when a changed card had to wait because it is in use: the next answer must then come whole.
export function swap(region, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const incoming = new Map([...fresh.querySelectorAll("[data-card], [data-part]")].map((card) => [card.id, card]));
  let whole = true;
  let changes = 0;
  for (const card of region.querySelectorAll("[data-card], [data-part]")) {
    const next = incoming.get(card.id);
    const same = next && (next.hasAttribute("data-part") ? next.innerHTML === card.innerHTML : next.dataset.card === card.dataset.card && next.parentElement?.id === card.parentElement?.id);
    if (same) continue;
    if (inUse(card)) { whole = false; continue; }
    changes += card.hasAttribute("data-card") ? 1 : 0;
    if (next && next.parentElement?.id === card.parentElement?.id) card.replaceWith(next.cloneNode(true));
    else card.remove();
  }
  for (const list of fresh.querySelectorAll("[id]")) changes += place(region, list);
  if (changes) announce(changes === 1 ? "One card has changed" : `${changes} cards have changed`);
  return whole;
}

// Puts cards that are new to a list where the server has them; what is there already does not move.
function place(region, list) {
  const home = [...list.children].some((child) => child.dataset.card) && region.querySelector(`#${CSS.escape(list.id)}`);
  if (!home) return 0;
  let added = 0;
  let after = null;
  for (const card of list.children) {
    const here = region.querySelector(`#${CSS.escape(card.id)}`);
    if (!here) {
      const copy = card.cloneNode(true);
      if (after) after.after(copy); else home.prepend(copy);
      added += 1;
      after = copy;
    } else if (here.parentElement === home) after = here;
  }
  return added;
}

function stamp(live) {
  for (const mark of document.querySelectorAll("[data-live]")) {
    mark.classList.toggle("live-off", !live);
    if (live) mark.dataset.last = String(now());
    mark.textContent = live ? `live at ${hhmm(now())}` : `as of ${hhmm(Number(mark.dataset.last) || now())}`;
  }
}
