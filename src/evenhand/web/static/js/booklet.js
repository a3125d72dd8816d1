// The pupil's booklet: keeps what is written as it is written, and reads a question aloud where the device can.
const form = document.querySelector("[data-booklet]");
const saved = document.querySelector("[data-saved]");
const PAUSE = 1500;
const seen = form.elements.seen;
let timer = 0;
let elsewhere = false;
let sending = Promise.resolve();

async function keep() {
  const body = new FormData(form);
  body.set("do", "save");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Saves": "1" }, redirect: "manual" });
    elsewhere = answer.status === 409;
    if (answer.status === 204) {
      seen.value = answer.headers.get("X-Version");
      saved.textContent = "Saved";
    } else if (elsewhere) {
      saved.textContent = "This was also written on another tablet. Press “Save and go on” to see both.";
    } else {
      saved.textContent = "This could not be saved. Tell the adult in the room.";
    }
  } catch {
    saved.textContent = "Not saved yet. It is tried again as you write.";
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!elsewhere) sending = sending.then(keep);
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
