// Take-up time: silent, for the adult, ends by itself with a quiet word, and nothing follows from it.
const LENGTH = 213.6;
let running;
let box;

export function startTimer(element) {
  stopTimer();
  if (!element) return;
  box = element;
  box.querySelector("[data-do=end-take]").hidden = false;
  box.querySelector("[data-take-words]").textContent = "Step away. Silent, and nothing happens by itself.";
  const total = Number(box.dataset.take) * 1000;
  const until = performance.now() + total;
  const tick = () => draw(Math.max(until - performance.now(), 0), total);
  tick();
  running = setInterval(tick, 1000);
}

export function stopTimer() {
  if (!running) return;
  clearInterval(running);
  running = undefined;
  over("Take-up time is ended.");
}

function draw(left, total) {
  box.querySelector(".ring-go").setAttribute("stroke-dasharray", `${((left / total) * LENGTH).toFixed(1)} ${LENGTH}`);
  box.querySelector("[data-left]").textContent = Math.ceil(left / 1000);
  if (left > 0) return;
  clearInterval(running);
  running = undefined;
  over("The time is up. Look back quietly; what comes next is yours to say.");
}

function over(words) {
  box.querySelector("[data-take-words]").textContent = words;
  box.querySelector("[data-do=end-take]").hidden = true;
}
