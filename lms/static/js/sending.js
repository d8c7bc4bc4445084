// How what is kept on this phone gets to our server: requests, and work that only one tab or the
// worker does at a time. Pages and the service worker both run this, so it is no module.

Object.assign(self.phone, (() => {
  const REQUEST_MS = 10000;
  const EVERY_MS = 15000;

  async function request(url, options = {}) {
    const answer = await fetch(url, {
      ...options,
      redirect: "error",
      headers: { Accept: "application/json", ...options.headers },
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const body = await answer.json(); // a hotel's or a provider's own page is no answer of ours
    return { status: answer.status, ok: answer.ok, body };
  }

  const send = (url, method, body, token) =>
    request(url, {
      method,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });

  // Who is signed in now, and a token with which this phone may send.
  const session = () => request("/hadir/sesi");

  // One at a time over all tabs and the worker; the server takes repeats, but why ask for them.
  function alone(name, work, otherwise) {
    if (!navigator.locks) return work();
    if (otherwise === undefined) return navigator.locks.request(name, work);
    return navigator.locks.request(name, { ifAvailable: true }, (lock) =>
      lock ? work() : otherwise,
    );
  }

  // Background Sync, where a browser has it: the worker sends what no page is open to send.
  async function askWorker(tag) {
    const registration = await navigator.serviceWorker?.getRegistration().catch(() => null);
    registration?.sync?.register(tag).catch(() => {});
  }

  // In a page: try again whenever it may have become possible.
  function keepTrying(turn) {
    setInterval(turn, EVERY_MS);
    self.addEventListener("online", turn);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") turn();
    });
  }

  // A browser makes none by itself where the site is open without TLS.
  const uuid = () =>
    crypto.randomUUID?.() ??
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );

  // Pages that were kept for people who are not the one who uses the phone now.
  async function forgetPages(but = "") {
    for (const name of await self.caches.keys()) {
      if (name.startsWith("kept-") && name !== `kept-${but}`) await caches.delete(name);
    }
  }

  return { alone, askWorker, forgetPages, keepTrying, request, send, session, uuid };
})());
