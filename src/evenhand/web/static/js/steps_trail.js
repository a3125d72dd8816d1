// What was recorded on this device since the page was made: kept for a reload without a network, and taken back.
import { now as clock } from "./clock.js";
import { cancel, enqueue } from "./queue.js";
import { all } from "./store.js";
import { uuid7 } from "./uuid7.js";

const shelf = (data) => `steps:${data.key}`;
const kept = (data) => JSON.parse(sessionStorage.getItem(shelf(data)) ?? "[]");
const keep = (data, lines) => sessionStorage.setItem(shelf(data), JSON.stringify(lines));

// line: a step, what came of one (about, outcome), or what is gone again.
export function remember(data, id, line) {
  keep(data, [...kept(data), { id, line }]);
  apply(data, id, line);
}

export function forget(data, id) {
  keep(data, kept(data).filter((one) => one.id !== id));
  apply(data, "", { gone: id });
}

export function recall(data) {
  for (const { id, line } of kept(data)) apply(data, id, line);
}

// The same after a cold start: what still waits on this device.
export async function recallQueued(data) {
  const waiting = (await all()).filter((one) => one.state !== "refused").flatMap((one) => one.body?.records ?? []);
  const mine = waiting.filter((one) => one.pupil === data.pupil && one.lesson === data.lesson && ["ladder_step", "void"].includes(one.kind));
  for (const { id, kind, about, code, happened_at: at, details: { step, outcome: came } } of mine) {
    if (kind === "void") apply(data, id, { gone: about });
    else if (step) apply(data, id, { step: { id, position: step, code, outcome: "", at, calls: [] } });
    else if (came) apply(data, id, { about, outcome: came });
  }
  return mine.length;
}

function apply(data, id, line) {
  if (line.step && !data.trail.some((one) => one.id === line.step.id)) data.trail.push(line.step);
  const about = data.trail.find((one) => one.id === line.about);
  if (about && line.outcome) Object.assign(about, { outcome: line.outcome, came: id });
  if (!line.gone) return;
  data.trail = data.trail.filter((one) => one.id !== line.gone);
  for (const one of data.trail) if (one.came === line.gone) one.outcome = "";
}

// What has not left is taken out of the queue; what may have left is taken back by a record of its own.
export async function takeBack(data, record, act) {
  forget(data, record.id);
  if (await cancel(record.id).catch(() => false)) return;
  const at = new Date(clock()).toISOString();
  const { pupil, lesson, id: about } = record;
  const body = { id: uuid7(), kind: "void", pupil, lesson, happened_at: at, device_at: new Date().toISOString(), about, details: { reason: "undone at once" } };
  await enqueue({ id: body.id, url: "/record/", body: { records: [body] }, act: `Undo: ${act}`, names: data.name, at });
  remember(data, body.id, { gone: about });
}
