// A register stands in another order at a tap, with all that was marked so far; the device keeps the order. Without
// script the links ask the server for it.
const YEAR = 31536000;
const list = document.querySelector("[data-register]");

document.querySelector(".seg")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-by]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const { by } = link.dataset;
  const rank = (line) => Number(line.dataset[by]);
  list.append(...[...list.children].sort((one, other) => rank(one) - rank(other)));
  for (const other of link.parentElement.children) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  history.replaceState(null, "", link.href);
  document.cookie = `register_by=${by}; path=/register/; max-age=${YEAR}; SameSite=Lax`;
});
