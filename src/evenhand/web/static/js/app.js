// The one entry that base.html loads. Each behaviour stands alone and looks for its own marks in the page.
import { startAgain } from "./again.js";
import { startClauses } from "./clauses.js";
import { startCountdowns } from "./countdown.js";
import { startDisclosure } from "./disclosure.js";
import { startHelp } from "./help.js";
import { startKept } from "./kept.js";
import { startKeys } from "./keys.js";
import { startLaterReasons } from "./later_why.js";
import { startLock } from "./lock.js";
import { startNav } from "./nav.js";
import { startNetwork } from "./network.js";
import { startPlace } from "./place.js";
import { startPolling } from "./poll.js";
import { startQueue } from "./queue.js";
import { startSheets } from "./sheet.js";
import { startSignOut } from "./sign_out.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toast.js";
import { startWorker } from "./worker.js";

startLock();
startTheme();
startSheets();
startLaterReasons();
startDisclosure();
startCountdowns();
startClauses();
startToasts();
startNav();
startNetwork();
startKeys();
startPolling();
startAgain();
startQueue();
startHelp();
startSignOut();
startKept();
startPlace();
startWorker();

// A form that came back with errors starts at its summary; a long send shows that it is under way.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("submit", ({ target, submitter }) => {
  if (!submitter || target.method === "dialog") return;
  submitter.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const busy of document.querySelectorAll("[aria-busy=true]")) busy.removeAttribute("aria-busy");
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-do=reload]")) location.reload();
  if (target.closest("[data-do=print]")) print();
});
