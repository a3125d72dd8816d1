// Help now: one tap, nothing asked first. Where there is no network it says at once that nobody was called and what
// to say by radio or phone; the call is kept and goes with its time when the network is back, or is taken back.
import { hhmm, now } from "./clock.js";
import { cancel, enqueue } from "./queue.js";
import { attempt } from "./send.js";
import { openSheet } from "./sheet.js";
import { toast } from "./toast.js";
import { uuid7 } from "./uuid7.js";

let waiting;

export function startHelp() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-help]");
    if (!form) return;
    event.preventDefault();
    await ask(form);
    for (const busy of form.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
  });
  document.addEventListener("queue:sent", ({ detail }) => {
    if (!detail.record.help) return;
    if (waiting?.id === detail.record.id) waiting = undefined;
    document.getElementById("help-sheet")?.close();
    toast(detail.answer.words, { seconds: 20 });
  });
  document.querySelector("[data-do=take-back]")?.addEventListener("click", takeBack);
}

async function ask(form) {
  if (waiting && waiting.lesson === form.elements.lesson?.value) return say(form);
  const at = new Date(now()).toISOString();
  const given = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  const body = { ...given, id: uuid7(), asked_at: at, device_at: new Date().toISOString() };
  const sent = { id: body.id, url: form.action, body, act: "Call for help", names: "", at, help: true };
  const { state, answer, words } = navigator.onLine ? await attempt(sent, 8000) : { state: "later" };
  if (state === "sent") return toast(answer.words, { seconds: 20 });
  if (state === "refused") return toast(words ?? "Nobody was called. Use the phone or send someone.", { seconds: 20 });
  waiting = { id: body.id, at, lesson: form.elements.lesson?.value };
  say(form);
  return enqueue(sent).catch(() => notKept());
}

function say(form) {
  const sheet = document.getElementById("help-sheet");
  sheet.querySelector("[data-help-say]").textContent = form.dataset.helpSay ?? "";
  sheet.querySelector("[data-help-say-box]").hidden = !form.dataset.helpSay;
  sheet.querySelector("[data-help-kept]").textContent = `Your call of ${hhmm(Date.parse(waiting.at))} is kept here. It is sent, with that time, when the network is back.`;
  openSheet(sheet, form.querySelector("button"));
}

function notKept() {
  waiting = undefined;
  document.querySelector("[data-help-kept]").textContent = "This window keeps nothing: the call is not sent later.";
}

async function takeBack() {
  const gone = waiting ? await cancel(waiting.id).catch(() => false) : true;
  toast(gone ? "The call for help is taken back. Nobody will be called." : "The call may have been sent already. Say to whoever comes that it is over.");
  if (gone) waiting = undefined;
  document.getElementById("help-sheet").close();
}
