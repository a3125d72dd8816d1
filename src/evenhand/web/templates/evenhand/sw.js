{% load static %}// Served from the root. Keeps what a page is made of and, for whoever is signed in, the class pages of the day.
// Pages come from the network first; nothing but GET is touched; records wait in the page's own queue, not here.
const SHELL = "shell-{{ version }}";
const DEVICE = "device"; // one entry: whose pages are kept, until when, and the list that says which
const HELD = "/-/held";
const OFFLINE = "{% url 'web:offline' %}";
const LIST = "{% url 'device:pages' %}";
const START = "{% url 'start' %}";
const NOW = "{% url 'now' %}";
const CLASS_NOW = "{% url 'class-now' %}";
const KEEP = [{% for path in files %}"{{ path }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEPT_PAGES = /^\/(class\/\d+|steps\/\d+\/\d+|now)\/$/;
const FRESH = 10 * 60000; // a page fetched ahead is not fetched again before
const PATIENCE = 8000; // a network that says nothing for so long is none, where the page is kept
const pagesOf = (person) => `pages-${person}`;
let fetching;

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name === "pages" || (name.startsWith("shell-") && name !== SHELL);
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(forget());
  if (event.data?.ahead) event.waitUntil(ahead(event.data.ahead, event.data.anew));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "queue") event.waitUntil(sendQueue());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("{{ static_url }}")) event.respondWith(part(request));
});

// The page that stands in for others is asked for by nobody, so that no name is in it.
async function keepShell() {
  const cache = await caches.open(SHELL);
  await cache.addAll([new Request(OFFLINE, { credentials: "omit" }), ...KEEP]);
}

async function page(event, url) {
  const kept = await keptPage(url.pathname);
  try {
    const response = await inTime(fetch(event.request), kept);
    if (kept && (response.status === 502 || response.status === 504)) return kept;
    if (response.ok && !response.redirected && KEPT_PAGES.test(url.pathname)) event.waitUntil(keep(url.pathname, response.clone()));
    return response;
  } catch {
    return kept ?? (await onward(url.pathname)) ?? (await standIn()) ?? Response.error();
  }
}

function inTime(answer, kept) {
  if (!kept) return answer;
  return Promise.race([answer, new Promise((_, reject) => { setTimeout(reject, PATIENCE, new Error("late")); })]);
}

// Whose pages are kept here; nothing once the sign-in or the day is over.
async function held() {
  const answer = await (await caches.open(DEVICE)).match(HELD);
  const found = await answer?.json();
  if (found && Date.now() < found.until) return found;
  if (found) await forgetPages();
  return undefined;
}

async function keptPage(path) {
  const whose = KEPT_PAGES.test(path) && (await held());
  if (!whose) return undefined;
  const answer = await caches.match(path, { cacheName: pagesOf(whose.person), ignoreSearch: true });
  return answer && marked(answer, Number(answer.headers.get("X-Kept")) + whose.skew, whose.skew);
}

// From the front door to the lesson that runs by the school's clock, else to the start page.
async function onward(path) {
  const whose = (path === START || path === CLASS_NOW) && (await held());
  if (!whose) return undefined;
  const at = Date.now() + whose.skew;
  const runs = whose.list.lessons.find((one) => Date.parse(one.starts) <= at && at < Date.parse(one.ends));
  for (const way of [runs?.url, NOW]) if (way && (await keptPage(way))) return Response.redirect(way);
  return undefined;
}

async function standIn() {
  const answer = await caches.match(OFFLINE, { cacheName: SHELL });
  const { skew, person } = (await held()) ?? { skew: 0, person: "" };
  return answer && marked(answer, Date.now() + skew, skew, person);
}

// A kept page says so, and since when; it counts time as the school's server did.
async function marked(answer, at, skew, person = "") {
  const text = (await answer.text()).replace('data-person=""', `data-person="${person}"`);
  const mark = `<html data-kept="${new Date(at).toISOString()}" data-skew="${Math.round(skew)}" `;
  return new Response(text.replace("<html ", mark), { headers: answer.headers });
}

async function keep(path, response) {
  const text = await response.text();
  const person = text.match(/<html [^>]*data-person="(\d+)"/)?.[1];
  if (!person || person !== (await held())?.person) return;
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("X-Kept", String(Date.now()));
  await (await caches.open(pagesOf(person))).put(path, new Response(text, { headers }));
}

function ahead(person, anew) {
  fetching ??= fetchAhead(person, anew).catch(() => undefined).finally(() => { fetching = undefined; });
  return fetching;
}

async function fetchAhead(person, anew) {
  const before = await held();
  if (before?.person === person && !anew && Date.now() - before.at < FRESH) return tell("kept");
  const response = await fetch(LIST, { redirect: "manual", cache: "no-store" });
  if (response.type === "opaqueredirect" || response.status === 401) return forgetPages();
  const list = response.ok ? await response.json() : {};
  if (list.person !== person) return undefined;
  if (before && (before.person !== person || before.list.day !== list.day)) await forgetPages();
  const at = Date.now();
  await hold({ person, at, until: at + list.seconds * 1000, skew: Date.parse(list.now) - at, list });
  await tell("kept");
  const classes = list.lessons.map((one) => one.url);
  const wanted = [...list.pages, ...classes, ...list.lessons.flatMap((one) => one.pages)];
  await drop(person, wanted);
  for (const path of wanted) if (!(await fetchPage(path, person))) break;
  return tell("ready");
}

// One after the other, so that seventy devices at the bell do not come all at once with everything.
async function fetchPage(path, person) {
  if ((await held())?.person !== person) return false;
  const known = await caches.match(path, { cacheName: pagesOf(person) });
  if (known && Date.now() - Number(known.headers.get("X-Kept")) < FRESH) return true;
  const response = await fetch(path, { redirect: "manual", cache: "no-store" });
  if (response.type === "opaqueredirect") return false;
  if (response.ok) await keep(path, response);
  return true;
}

// A lesson that is over leaves the device; what was opened by hand for somebody else's class stays until the evening.
async function drop(person, wanted) {
  const cache = await caches.open(pagesOf(person));
  const before = (await (await caches.open(DEVICE)).match("/-/wanted"))?.json();
  for (const path of (await before) ?? []) if (!wanted.includes(path)) await cache.delete(path);
  await (await caches.open(DEVICE)).put("/-/wanted", new Response(JSON.stringify(wanted)));
}

const hold = async (found) => (await caches.open(DEVICE)).put(HELD, new Response(JSON.stringify(found)));
const tell = async (word) => (await self.clients.matchAll({ type: "window", includeUncontrolled: true })).forEach((one) => one.postMessage(word));

async function forgetPages() {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages"));
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function forget() {
  await caches.delete(DEVICE);
  await forgetPages();
}

// The network wins, since a file may change without changing its name; the copy is for when there is none.
async function part(request) {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(SHELL)).put(request, response.clone());
    return response;
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

// The network is back and no page is open: records go in order. What needs a person waits for the next page.
async function sendQueue() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length) return open.forEach((one) => one.postMessage("send"));
  const whose = await held();
  const token = await self.cookieStore?.get("csrftoken");
  if (!whose || !token) return undefined;
  return navigator.locks.request("evenhand-queue", () => sendAll(whose.person, token.value));
}

async function sendAll(person, token) {
  for (const record of await shelf("readonly", (store) => store.getAll())) {
    if (record.by !== person || record.state === "refused" || record.sealed) continue;
    await shelf("readwrite", (store) => store.put({ ...record, tries: record.tries + 1 }));
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
    const answer = await fetch(record.url, { method: "POST", headers, body: JSON.stringify(record.body), redirect: "manual" });
    if (!answer.ok) return;
    await shelf("readwrite", (store) => store.delete(record.n));
  }
}

function shelf(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("evenhand");
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("queue", mode);
      const request = act(transaction.objectStore("queue"));
      transaction.oncomplete = () => { opening.result.close(); resolve(request.result); };
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    };
  });
}
