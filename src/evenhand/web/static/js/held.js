// Whose pages this device keeps, and which: what the service worker wrote down. Nothing where there is no worker.
export const person = document.documentElement.dataset.person ?? "";
export const pagesOf = (whose) => `pages-${whose}`;
export const isKept = () => "kept" in document.documentElement.dataset;

export async function held() {
  if (!("caches" in window)) return undefined;
  const answer = await caches.match("/-/held", { cacheName: "device" }).catch(() => undefined);
  return answer?.json();
}

export const toWorker = async (message) => (await navigator.serviceWorker?.ready)?.active?.postMessage(message);
