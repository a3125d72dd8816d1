{% load static %}// Served from the root. Keeps what a page is made of, and the last class page, for when the network is gone.
// Pages come from the network first; nothing but GET is touched; records wait in the page's own queue, not here.
const SHELL = "shell-{{ version }}";
const PAGES = "pages";
const OFFLINE = "{% url 'web:offline' %}";
const KEEP = [OFFLINE, {% for path in files %}"{% static path %}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const KEPT_PAGES = /^\/(class|steps)\//;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(KEEP)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("shell-") && name !== SHELL;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(caches.delete(PAGES));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (url.pathname.startsWith("{{ static_url }}")) event.respondWith(part(request));
});

// One page of each kind is kept: a device has one lesson at a time, and less stays behind on it.
async function page(request, url) {
  const kept = url.pathname.match(KEPT_PAGES);
  try {
    const response = await fetch(request);
    if (kept && response.ok && !response.redirected) await keep(kept[1], request, response.clone());
    return response;
  } catch {
    return (await caches.match(request, { cacheName: PAGES, ignoreSearch: true })) ?? (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function keep(kind, request, response) {
  const cache = await caches.open(PAGES);
  const others = (await cache.keys()).filter((one) => new URL(one.url).pathname.startsWith(`/${kind}/`) && one.url !== request.url);
  await Promise.all(others.map((one) => cache.delete(one)));
  await cache.put(request.url, response);
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
