// The seating plan: drag a name, or choose it and then a seat, or go by the arrow keys. The number fields hold the truth.
const form = document.querySelector("[data-seats]");
const grid = form?.querySelector(".desks");
const waiting = form?.querySelector("[data-waiting]");
let picked;

const desks = () => [...grid.children];
const nameOf = (desk) => desk.querySelector("[data-who]").textContent;
const seatOf = (desk) => desk.dataset.seat ?? "no seat";

function say(words) {
  form.querySelector("[data-said]").textContent = words;
}

function pick(desk) {
  picked?.setAttribute("aria-pressed", "false");
  picked = desk;
  picked?.setAttribute("aria-pressed", "true");
  if (desk) say(`${nameOf(desk)} picked up from ${seatOf(desk)}. Choose a seat.`);
}

function chosen(desk) {
  if (!picked) {
    if (desk.dataset.pupil) pick(desk);
  } else if (desk === picked) {
    pick();
    say("Put back.");
  } else if (desk.dataset.row || picked.dataset.row) {
    move(picked, desk);
  } else {
    pick(desk);
  }
}

// Two seats change places; a seat and a name without one as well.
function move(from, to) {
  const name = nameOf(from);
  const [one, other] = [held(from), held(to)];
  hold(to, one);
  hold(from, other);
  if (!from.dataset.row && !other.pupil) from.remove();
  pick();
  to.focus();
  form.querySelector("[data-all-seated]").hidden = waiting.children.length > 0;
  say(`${name} has ${seatOf(to)}${other.pupil ? `, ${other.who} has ${seatOf(from)}` : ""}. Not saved yet.`);
}

function held(desk) {
  const who = desk.querySelector("[data-who]");
  return { pupil: desk.dataset.pupil, who: who.textContent, dir: who.dir, lang: who.lang, near: desk.querySelector("[data-near]")?.hidden === false, family: desk.querySelector("[data-family]").textContent };
}

function hold(desk, { pupil, who, dir, lang, near, family }) {
  desk.dataset.pupil = pupil;
  desk.draggable = pupil !== "";
  const name = desk.querySelector("[data-who]");
  name.textContent = who;
  name.dir = dir;
  name.lang = lang;
  desk.querySelector("[data-family]").textContent = family;
  const mark = desk.querySelector("[data-near]");
  if (mark) mark.hidden = !near;
  const free = desk.querySelector("[data-free]");
  if (free) free.textContent = pupil ? "" : "free";
  const numbers = pupil && form.querySelector(`[data-numbers="${CSS.escape(pupil)}"]`);
  if (!numbers) return;
  numbers.querySelector("[name^=row]").value = desk.dataset.row ?? "";
  numbers.querySelector("[name^=column]").value = desk.dataset.column ?? "";
}

const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

function step(event) {
  const desk = event.target.closest(".desks .desk");
  const by = steps[event.key];
  if (event.key === "Escape" && picked) pick();
  if (!desk || !by) return;
  const row = Number(desk.dataset.row) + by[0];
  const column = Number(desk.dataset.column) + by[1];
  const next = desks().find((one) => Number(one.dataset.row) === row && Number(one.dataset.column) === column);
  if (!next) return;
  event.preventDefault();
  reach(next);
  next.focus();
}

// One desk of the room is in the order of the Tab key; the arrows reach the others.
function reach(desk) {
  if (!desk.dataset.row) return;
  for (const one of desks()) one.tabIndex = one === desk ? 0 : -1;
}

function startDragging() {
  const over = (desk) => {
    for (const one of form.querySelectorAll(".desk-over")) one.classList.remove("desk-over");
    desk?.classList.add("desk-over");
  };
  form.addEventListener("dragstart", (event) => {
    const desk = event.target.closest(".desk");
    if (!desk?.dataset.pupil) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", nameOf(desk));
    pick(desk);
  });
  form.addEventListener("dragover", (event) => {
    const desk = event.target.closest(".desks .desk");
    over(desk);
    if (desk && picked) event.preventDefault();
  });
  form.addEventListener("drop", (event) => {
    const desk = event.target.closest(".desks .desk");
    over();
    if (!desk || !picked) return;
    event.preventDefault();
    if (desk !== picked) move(picked, desk);
  });
  form.addEventListener("dragend", () => {
    over();
    pick();
  });
}

if (form) {
  form.addEventListener("click", ({ target }) => {
    const desk = target.closest(".desk");
    if (!desk) return;
    reach(desk);
    chosen(desk);
  });
  form.addEventListener("keydown", step);
  startDragging();
  for (const desk of form.querySelectorAll(".desk")) desk.draggable = desk.dataset.pupil !== "";
}
