// Why: the reason opens in place on wide screens and as a sheet from the bottom on a phone.
// Focus moves to it and returns. Without script the link leads to the paragraph.
import { openSheet } from "./sheet.js";

const wide = matchMedia("(min-width: 43.75em)");

export function startDisclosure() {
  for (const link of document.querySelectorAll("a[data-why]")) dress(link);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-why]");
    const reason = opener && document.getElementById(opener.dataset.why);
    if (!reason) return;
    event.preventDefault();
    dress(opener);
    if (wide.matches || !reason.hidden) toggle(opener, reason);
    else lift(opener, reason);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    const reason = key === "Escape" && target.closest?.(".why-sheet:not(dialog *)");
    const opener = reason && document.querySelector(`[data-why="${CSS.escape(reason.id)}"]`);
    if (opener) toggle(opener, reason);
  });
}

function dress(opener) {
  if (opener.tagName === "A") opener.setAttribute("role", "button");
  if (!opener.hasAttribute("aria-expanded")) opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", opener.dataset.why);
}

function toggle(opener, reason) {
  const open = reason.hidden;
  reason.hidden = !open;
  opener.setAttribute("aria-expanded", String(open));
  reason.closest(".stay")?.classList.toggle("stay-open", open);
  const words = opener.querySelector("[data-why-words]");
  if (words) {
    words.textContent = open ? "Close" : words.dataset.closed;
  }
  (open ? reason : opener).focus();
}

// The reason itself moves into the sheet, so that its id and links stay single, and goes back when the sheet closes.
function lift(opener, reason) {
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-label", reason.getAttribute("aria-label") ?? "Why");
  const place = document.createComment("why");
  reason.before(place);
  const head = document.createElement("div");
  head.className = "sheet-head";
  head.innerHTML = '<h2>Why</h2><button type="button" class="btn btn-plain" data-do="close">Close</button>';
  sheet.append(head, reason);
  document.body.append(sheet);
  reason.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  sheet.addEventListener("close", () => {
    reason.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    place.replaceWith(reason);
    sheet.remove();
  });
  openSheet(sheet, opener);
}
