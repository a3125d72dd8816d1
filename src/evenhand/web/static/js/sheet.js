// Sheets are <dialog>s. Anything with data-sheet="id" opens one; focus goes in and comes back to what opened it.
export function openSheet(sheet, opener) {
  if (!sheet || sheet.open) return;
  sheet.returnTo = opener ?? document.activeElement;
  sheet.showModal();
}

export function startSheets() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-sheet]");
    const sheet = opener && document.getElementById(opener.dataset.sheet);
    if (sheet) {
      event.preventDefault();
      openSheet(sheet, opener);
    } else if (event.target.closest("[data-do=close]") || event.target.matches("dialog.sheet")) {
      event.target.closest("dialog")?.close();
    }
  });
  document.addEventListener("close", ({ target }) => {
    if (target.matches?.("dialog.sheet")) target.returnTo?.focus?.();
  }, true);
}
