// The service worker keeps the shell and the last class page. Signed out, it forgets the pages.
export async function startWorker() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (registration && "signedOut" in document.body.dataset) {
    const ready = await navigator.serviceWorker.ready;
    ready.active?.postMessage("forget");
  }
}
