// The pupil's booklet: keeps what is written as it is written, and reads a question aloud where the device can.
const form = document.querySelector("[data-booklet]");
const saved = document.querySelector("[data-saved]");
const PAUSE = 1500;
let timer = 0;
let sending = Promise.resolve();

async function keep() {
  const body = new FormData(form);
  body.set("do", "save");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Saves": "1" }, redirect: "manual" });
    saved.textContent = answer.status === 204 ? "Saved" : "This could not be saved. Tell the adult in the room.";
  } catch {
    saved.textContent = "Not saved yet. It is tried again as you write.";
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    sending = sending.then(keep);
  }, PAUSE);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
form.addEventListener("submit", () => clearTimeout(timer));
saved.textContent = "What you write is kept as you go.";

const voices = window.speechSynthesis;
if (voices) {
  for (const slot of document.querySelectorAll("[data-speak-slot]")) slot.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-speak]");
    if (!button) return;
    voices.cancel();
    const words = new SpeechSynthesisUtterance(button.dataset.speak);
    words.lang = "en-GB";
    voices.speak(words);
  });
}
