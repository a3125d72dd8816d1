// The server's clock as this page counts it, so that the demo's shifted time holds here too.
const page = document.documentElement.dataset;
const began = Date.parse(page.now) || Date.now();
const opened = performance.now();
let offset = 0;

export const now = () => began + offset + (performance.now() - opened);

// A later answer of the server corrects the count: `iso` is its time when it answered.
export function correct(iso) {
  const told = Date.parse(iso);
  if (told) offset = told - began - (performance.now() - opened);
}

export const hhmm = (ms) => new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
