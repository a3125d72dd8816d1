// Help now: one tap, nothing asked first. It is not queued: a call that arrives an hour late helps nobody.
import { csrf } from "./send.js";
import { toast } from "./toast.js";

const FAILED = "We could not reach the school’s server, so nobody was called. Use the phone or send someone.";

export function startHelp() {
  for (const form of document.querySelectorAll("[data-help]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await call(form);
      for (const busy of form.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
      toast(answer?.words ?? FAILED, { seconds: 20 });
    });
  }
}

async function call(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": csrf() },
    body: new URLSearchParams(new FormData(form)),
    signal: AbortSignal.timeout(8000),
  }).catch(() => null);
  return response?.ok ? response.json().catch(() => null) : null;
}
