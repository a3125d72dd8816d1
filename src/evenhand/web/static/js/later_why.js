// A reason that did not come with the page is fetched when it is asked for, and then opens as any other.
// Without script, or without the network, the link leads to the reason's own page.
export function startLaterReasons() {
  document.addEventListener(
    "click",
    (event) => {
      const opener = event.target.closest("a[data-why][href]");
      if (!opener || document.getElementById(opener.dataset.why) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      fetchReason(opener);
    },
    true,
  );
}

async function fetchReason(opener) {
  const url = new URL(opener.href);
  url.searchParams.set("bare", "");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".why-sheet");
    if (!made) throw new Error("no reason");
    opener.closest(".entry").append(document.adoptNode(made));
  } catch {
    location.assign(opener.href);
    return;
  }
  opener.click();
}
