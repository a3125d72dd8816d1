// Signing out says what has not been sent yet. Without a network the device closes itself, and the session ends with
// the next sign-in.
import { person } from "./held.js";
import { reaches } from "./network.js";
import { end } from "./lock.js";
import { openSheet } from "./sheet.js";
import { all } from "./store.js";

let sure = false;

export function startSignOut() {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-sign-out]");
    if (!form || sure) return;
    event.preventDefault();
    const waiting = (await all().catch(() => [])).filter((one) => one.by === person);
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    if (waiting.length) ask(form, waiting.length);
    else leave(form);
  });
}

function ask(form, count) {
  const sheet = document.getElementById("leave-sheet");
  sheet.querySelector("[data-leave-words]").textContent = count === 1 ? "1 record has not been sent." : `${count} records have not been sent.`;
  sheet.querySelector("[data-do=leave]").onclick = () => leave(form);
  document.getElementById("more-sheet")?.close();
  openSheet(sheet);
}

async function leave(form) {
  document.getElementById("leave-sheet")?.close();
  if (document.querySelector("[data-lock]") && !(await reaches())) {
    document.getElementById("more-sheet")?.close();
    end();
    return;
  }
  sure = true;
  form.submit();
}
