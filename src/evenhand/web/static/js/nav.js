// A rail longer than the screen starts where the current place can be seen.
export function startNav() {
  const places = document.querySelector("[data-places]");
  const here = places?.querySelector("[aria-current=page]");
  if (here && places.scrollHeight > places.clientHeight) here.scrollIntoView({ block: "nearest" });
}
