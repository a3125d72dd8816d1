// What could not be sent before its person left waits here unreadable: under a key that comes with their sign-in only.
import * as store from "./store.js";

const HIDDEN = ["url", "body", "act", "names", "expected", "words"];
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const keyOf = ({ list }) => crypto.subtle.importKey("raw", bytes(list.key), "AES-GCM", false, ["encrypt", "decrypt"]);

// Seals what waits of the person who was signed in here.
export async function seal(whose) {
  const mine = (await store.all()).filter((one) => one.by === whose.person && !one.sealed);
  if (!mine.length) return;
  const key = await keyOf(whose);
  for (const record of mine) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(Object.fromEntries(HIDDEN.map((name) => [name, record[name]]))));
    const sealed = { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
    const { n, id, at, by, state, tries } = record;
    await store.put({ n, id, at, by, state, tries, sealed, act: "A record", names: "", words: "" });
  }
}

// Opens what was sealed for the person who is signed in now; true when there was any. What cannot be opened stays.
export async function open(whose) {
  const mine = (await store.all()).filter((one) => one.by === whose.person && one.sealed);
  if (!mine.length) return false;
  const key = await keyOf(whose);
  for (const { sealed, ...record } of mine) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data).catch(() => null);
    if (plain) await store.put({ ...record, ...JSON.parse(new TextDecoder().decode(plain)) });
    else await store.put({ ...record, sealed, state: "refused", words: "This cannot be opened any more. Say to the office that a record is lost." });
  }
  return true;
}
