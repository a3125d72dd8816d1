// A paragraph of the policy opens in place and takes its own address; the same tap closes it. Without script the
// link leads to the paragraph in its section. Print buttons show themselves, since only a script can print.
export function startClauses() {
  for (const button of document.querySelectorAll("[data-do=print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  const list = document.querySelector("[data-clauses]");
  if (!list) return;
  const home = location.href;
  const closed = new Map();
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-clause]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const item = link.closest(".clause");
    if (closed.has(item.id)) {
      event.preventDefault();
      put(item, closed.get(item.id));
      closed.delete(item.id);
      history.replaceState(null, "", home);
    } else if (link.dataset.clause !== "open") {
      event.preventDefault();
      open(item, link, closed);
    }
  });
}

async function open(item, link, closed) {
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    closed.set(item.id, item);
    put(item, holder.content.querySelector(".clause"));
    history.replaceState(null, "", link.href);
  } catch {
    location.assign(link.href);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function put(old, fresh) {
  old.replaceWith(fresh);
  fresh.querySelector("a[data-clause]")?.focus();
}
