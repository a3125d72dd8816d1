// A screen that nobody touches loads itself anew every so many seconds, once the server answers and nothing on it is open.
export function startAgain() {
  const region = document.querySelector("[data-again]");
  if (!region) return;
  setInterval(async () => {
    if (region.querySelector("details[open]")) return;
    const there = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (there?.ok) location.reload();
  }, region.dataset.again * 1000);
}
