// Which step to suggest next, as the engine does it, so that the card flow goes on without a network.
const LAST = (steps) => Math.max(...Object.keys(steps).map(Number));

export function suggest({ steps, entries, trail }, code) {
  const hint = counted(steps, trail, code);
  const entry = entries[code] ?? 0;
  return entry > hint.position ? { position: entry, key: "named_condition" } : hint;
}

function counted(steps, trail, code) {
  const last = trail.at(-1);
  if (!last) return { position: 1, key: "scope_starts" };
  if (last.outcome === "complied" && last.code !== code) return { position: 1, key: "another_act" };
  const used = trail.filter((one) => one.position === last.position).length;
  if (used < steps[last.position].repeats) return { position: last.position, key: "adjustment_repeats" };
  if (last.outcome === "repeat") return { position: last.position, key: "asked_to_repeat" };
  return { position: Math.min(last.position + 1, LAST(steps)), key: "next_step" };
}

// Words as they stand inside a sentence.
export function said(words) {
  const clean = words.trim().replace(/\.+$/, "");
  return /^.[a-z]/.test(clean) || clean.length === 1 ? clean[0].toLowerCase() + clean.slice(1) : clean;
}

export function cleaner(forbidden, school) {
  if (!forbidden.length) return (text) => text;
  const words = forbidden.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const pattern = new RegExp(`\\b(?:${words})\\b`, "gi");
  return (text) => text.replace(pattern, () => school);
}

export const minutesWords = (n) => `${n} ${n === 1 ? "minute" : "minutes"}`;
