// The server's clock as this page counts it, so that the demo's shifted time holds here too.
const KEPT = "evenhand-clock";
const MOST = 40;
const page = document.documentElement.dataset;
const opened = performance.now();
const began = Date.now() + skew();
let offset = 0;

// How far the server's clock is from this device's. A page that the device kept is told it by the service worker;
// one that the browser kept by itself, by the time of its first showing: what was worked out then still holds.
function skew() {
  if (page.skew) return Number(page.skew);
  const told = Date.parse(page.now);
  if (!told) return 0;
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    const known = kept.find(([rendered]) => rendered === page.now);
    if (known) return known[1];
    const found = told - Date.now();
    localStorage.setItem(KEPT, JSON.stringify([[page.now, found], ...kept].slice(0, MOST)));
    return found;
  } catch {
    return told - Date.now();
  }
}

export const now = () => began + offset + (performance.now() - opened);

// A later answer of the server corrects the count: `iso` is its time when it answered.
export function correct(iso) {
  const told = Date.parse(iso);
  if (told) offset = told - began - (performance.now() - opened);
}

export const hhmm = (ms) => new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
