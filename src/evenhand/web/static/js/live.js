// Tell assistive technology one thing, politely.
const region = document.getElementById("live");

export function announce(words) {
  if (!region) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = words; }, 60);
}
