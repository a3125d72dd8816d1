// Finding a pupil as one types; without script the form asks the server in the usual way.
const form = document.querySelector("[data-find]");
const list = document.querySelector("[data-found]");
let timer;
let latest = 0;

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 120);
});

async function ask() {
  const mine = (latest += 1);
  const text = form.elements.q.value;
  const response = await fetch(`?part=1&q=${encodeURIComponent(text)}`).catch(() => null);
  if (!response?.ok || mine !== latest) return;
  list.innerHTML = await response.text();
  history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
}
