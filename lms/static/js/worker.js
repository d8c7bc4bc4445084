// The service worker. The server writes VERSION, SCRIPTS, SHELL, PAGES and KEPT above this
// (lms/worker.py).
//
// Pages come from the network, always; only where it fails, an address that PAGES names is answered
// with its shell, a page without anything personal, and one that KEPT names with what was kept of
// it for the person who uses this phone (pages.js). Nothing else is kept: no sign-in, no result, no
// page of the staff, no PDF, no verification.

importScripts(...SCRIPTS);

const CACHE = `shell-${VERSION}`;
const PATIENCE_MS = 8000;

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(SHELL);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
  };
  event.waitUntil(tidy());
});

const shellOf = async (address) => {
  const cache = await caches.open(CACHE);
  return cache.match(address, { ignoreVary: true }); // the shell is the same for everybody
};

// A signal too weak to bring a page in time is as good as none.
async function networkFirst(request, shell) {
  const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    return (await shellOf(shell)) ?? Response.error();
  }
}

const matches = (path) => (pattern) => new RegExp(pattern).test(path);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || request.method !== "GET") return;
  if (request.mode === "navigate") {
    const page = PAGES.find(([pattern]) => matches(url.pathname)(pattern));
    const later = (work) => event.waitUntil(work);
    if (page) event.respondWith(networkFirst(request, page[1]));
    else if (KEPT.some(matches(url.pathname))) {
      event.respondWith(pages.open(request, url.pathname, later).catch(() => Response.error()));
    }
    return;
  }
  const address = url.pathname + url.search;
  if (url.pathname.startsWith("/static/") && SHELL.includes(address)) {
    event.respondWith(shellOf(address).then((found) => found ?? fetch(request)));
  } else if (url.search.startsWith("?v=")) {
    event.respondWith(
      fetch(request).catch(async () => (await pages.thing(address)) ?? Response.error()),
    );
  }
});

// An open page shows what the worker sent as if it had sent it itself.
async function tell(sent) {
  for (const page of await self.clients.matchAll({ includeUncontrolled: true })) page.postMessage(sent);
}

self.addEventListener("sync", (event) => {
  if (event.tag === "kehadiran") event.waitUntil(outbox.send().then(tell));
  if (event.tag === "jawaban") event.waitUntil(phone.owner().then(answers.send));
});
