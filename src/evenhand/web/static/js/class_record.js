// A record leaves the page: ids made here, stored, then sent; the tiles show it at once; Undo for ten seconds.
import { act, listed, outcome, pupil, room, tell } from "./class_data.js";
import { now } from "./clock.js";
import { cancel, enqueue } from "./queue.js";
import { attempt } from "./send.js";
import { toast } from "./toast.js";
import { uuid7 } from "./uuid7.js";

const URL_OF_RECORDS = "/record/";

// ids: pupils. answers: a function of the pupil's id, or none. One request, all or nothing.
export async function record({ code, ids, details = {}, answers, place = "" }) {
  const { label, kind } = act(code);
  const at = new Date(now()).toISOString();
  const records = ids.map((id) => ({
    id: uuid7(),
    kind,
    pupil: Number(id),
    code,
    happened_at: at,
    device_at: new Date().toISOString(),
    where: room.data.where,
    ...(room.data.lesson && { lesson: room.data.lesson }),
    ...(place && { place }),
    ...(Object.keys(details).length && { details }),
    ...(answers && kind === "concern" && answers(id).length && { answers: answers(id) }),
  }));
  const expected = Object.fromEntries(records.map((one) => [one.id, kind === "concern" ? expectation(one.pupil, code) : null]));
  const sent = { id: records[0].id, url: URL_OF_RECORDS, body: { records }, act: label, names: named(ids), at, expected };
  tell("recorded", { records });
  await leave(sent);
  announce(sent);
}

function expectation(id, code) {
  const found = outcome(id, code);
  return found && { position: found.position ?? 0, words: [found.before, found.outcome].filter(Boolean).join(", "), time: room.data.time };
}

const named = (ids) => listed(ids.map((id) => pupil(id).first));

// Where the device keeps nothing (a private window), the record goes straight to the server.
async function leave(sent) {
  try {
    await enqueue(sent);
  } catch {
    const { state, answer, words } = await attempt(sent);
    document.dispatchEvent(new CustomEvent(state === "sent" ? "queue:sent" : "queue:refused", { detail: { record: sent, answer, words: words ?? "It could not be sent, and this window keeps nothing. Try again." } }));
  }
}

function announce(sent) {
  toast(`${sent.act}, for ${sent.names}`, { undo: () => undo(sent) });
  const button = document.querySelector("[data-toasts] [data-undo]");
  if (button) Object.assign(button.dataset, { key: "u", keyWords: "Undo the last record" });
}

// What has not left is taken out of the queue; what may have left is taken back by a record of its own.
async function undo(sent) {
  const { records } = sent.body;
  tell("undone", { records });
  if (await cancel(sent.id).catch(() => false)) {
    toast("Undone. It had not been sent.");
    return;
  }
  const voids = records.map((one) => ({
    id: uuid7(),
    kind: "void",
    pupil: one.pupil,
    happened_at: new Date(now()).toISOString(),
    device_at: new Date().toISOString(),
    where: one.where,
    about: one.id,
    details: { reason: "undone at once" },
  }));
  await leave({ id: voids[0].id, url: URL_OF_RECORDS, body: { records: voids }, act: `Undo: ${sent.act}`, names: sent.names, at: new Date(now()).toISOString(), expected: {} });
  toast(`Undone: ${sent.act}`);
}
