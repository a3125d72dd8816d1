// The server's answer is final. Where it decided otherwise than the page had said, a banner says both, and why.
import { act, cited, pupil } from "./class_data.js";

export function startAnswers() {
  document.addEventListener("queue:sent", ({ detail }) => compare(detail.record, detail.answer));
  document.addEventListener("queue:refused", ({ detail }) => refused(detail.record, detail.words));
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-do=seen]")) target.closest(".banner").remove();
  });
}

function compare(record, answer) {
  for (const done of answer?.recorded ?? []) {
    const expected = record.expected?.[done.id];
    if (!expected || (done.step?.position ?? 0) === expected.position) continue;
    const who = pupil(String(done.pupil)).first || record.names;
    const label = act(done.code)?.label ?? record.act;
    const cites = (done.step?.cites ?? []).slice(0, 1).map((cite) => ` (${cited(cite)})`).join("");
    const decided = done.step ? `${done.step.phrase}${done.step.request ? ", to be confirmed" : ""}` : "no step";
    banner(
      `${who}, ${label.toLowerCase()}: the school’s server decided ${decided}${cites}.`,
      `This page had said at ${expected.time}: ${expected.words}. Something else was recorded before this arrived; the server’s decision stands. If it is wrong, undo or correct it.`,
    );
  }
}

function refused(record, words) {
  if (!record.body?.records) return;
  banner(`Not recorded: ${record.act}, for ${record.names}.`, words ?? "The school’s server could not accept it.");
}

function banner(words, more) {
  const slot = document.querySelector("[data-differences]");
  const template = document.getElementById("difference");
  if (!slot || !template) return;
  const box = template.content.firstElementChild.cloneNode(true);
  box.querySelector("[data-words]").textContent = words;
  box.querySelector("[data-more]").textContent = more;
  slot.append(box);
}
