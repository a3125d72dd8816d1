// Hide names at once, before the server has answered; show them only for as long as the server said.
import { now } from "./clock.js";

export function startProjector() {
  const form = document.querySelector("[data-hide-names]");
  form?.addEventListener("submit", () => document.body.classList.add("names-hidden"));
  const until = Date.parse(document.querySelector("[data-names-until]")?.dataset.namesUntil ?? "");
  if (until) setTimeout(() => {
    document.body.classList.add("names-hidden");
    location.reload();
  }, Math.max(until - now(), 0));
}
