// A page that comes from this device says so, with its time; the start and the page that stands in list the lessons.
import { hhmm, now } from "./clock.js";
import { held, isKept, pagesOf, person } from "./held.js";
import { isReachable } from "./network.js";

const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

export async function startKept() {
  if (!isKept()) return;
  const standsIn = document.querySelector("[data-offline-page]");
  if (standsIn) document.addEventListener("network:change", () => { if (isReachable()) location.reload(); });
  else banner();
  const whose = await held();
  if (!whose) return;
  if (standsIn) list(whose.list.lessons);
  else {
    refreshStart(whose.list.lessons);
    await leadNowhere();
    document.addEventListener("network:change", leadNowhere);
  }
}

function banner() {
  const box = copy("kept-template");
  const words = box.querySelector("[data-words]");
  const again = box.querySelector("[data-do=reload]");
  const draw = () => {
    const at = hhmm(Date.parse(document.documentElement.dataset.kept));
    const back = isReachable();
    words.textContent = back ? `As of ${at}. The network is back.` : `As of ${at}, no network.`;
    box.querySelector("[data-kept-offline]").hidden = back;
    box.querySelector("[data-kept-online]").hidden = !back;
    again.hidden = !back;
  };
  document.addEventListener("network:change", draw);
  draw();
  document.querySelector(".notices").prepend(box);
}

const runs = (one) => Date.parse(one.starts) <= now() && now() < Date.parse(one.ends);

function list(lessons) {
  const section = document.querySelector("[data-kept-lessons]");
  section.hidden = !lessons.length;
  section.querySelector("ul").replaceChildren(...lessons.map((one) => {
    const row = copy("kept-lesson");
    const link = row.querySelector("a");
    link.href = one.url;
    link.querySelector("b").textContent = one.name;
    link.querySelector("small").textContent = [one.when, one.room].filter(Boolean).join(" · ");
    row.querySelector(".chip").hidden = !runs(one);
    return row;
  }));
}

// What was "now" when the start page was kept may be over: the heading goes, and the mark stands where it is due.
function refreshStart(lessons) {
  const head = document.querySelector("[data-now-head]");
  if (!head) return;
  head.querySelector("h1").textContent = "Today, without a network";
  head.querySelector("p").textContent = "Your lessons that are kept on this device.";
  head.querySelector(".row")?.remove();
  for (const row of document.querySelectorAll("[data-now-rows] > li")) {
    const lesson = lessons.find((one) => row.querySelector(`a[href="${one.url}"]`));
    row.querySelector(".chip")?.remove();
    if (!lesson) row.hidden = true;
    else if (runs(lesson)) row.append(copy("kept-lesson").querySelector(".chip"));
  }
}

// A way to a page that this device has not kept would end at the page that stands in: it comes back with the network.
async function leadNowhere() {
  for (const section of document.querySelectorAll("[data-if-kept]")) {
    const rows = [...section.querySelectorAll("li")];
    for (const row of rows) row.hidden = !isReachable() && !(await onDevice(row.querySelector("a").href));
    section.hidden = rows.every((row) => row.hidden);
  }
}

const onDevice = (url) => caches.match(url, { cacheName: pagesOf(person), ignoreSearch: true });
