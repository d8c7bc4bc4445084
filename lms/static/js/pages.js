// Pages kept on this phone for one person: a paper that is being sat, and modules. The server says
// which ones may be, and for whom (X-Keep-For); whatever it does not mark is never kept, and what
// it no longer marks is thrown away. They are shown only to the person they were kept for.

self.pages = (() => {
  const KEPT_AT = "X-Kept-At";
  const PATIENCE_MS = 4000;
  const THINGS = /(?:src|href)="(\/(?:static|pelatihan\/[^"]+\/gambar)\/[^"#]+\?v=[^"#]+)/g;

  const own = async () => {
    const who = await phone.owner().catch(() => "");
    return who ? caches.open(`kept-${who}`) : null;
  };

  // What the page needs to look as it did: styles, scripts, pictures. Says whether all is there.
  async function keepThings(text, cache) {
    const wanted = [...text.matchAll(THINGS)].map(([, address]) => address.replaceAll("&amp;", "&"));
    let isWhole = true;
    for (const address of new Set(wanted)) {
      if (await cache.match(address)) continue;
      await cache.add(address).catch(() => {
        isWhole = false;
      });
    }
    return isWhole;
  }

  async function keep(path, response) {
    const who = response.headers.get("X-Keep-For");
    if (!who || !response.ok || response.redirected) return false;
    const text = await response.text();
    const headers = new Headers(response.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    headers.set(KEPT_AT, Date.now());
    const cache = await caches.open(`kept-${who}`);
    const isWhole = await keepThings(text, cache); // first: a page without its scripts is of no use
    await cache.put(path, new Response(text, { headers }));
    return isWhole;
  }

  // The kept page says of itself when it was kept.
  async function find(path) {
    const found = await (await own())?.match(path, { ignoreVary: true });
    if (!found) return null;
    const at = found.headers.get(KEPT_AT);
    const text = (await found.text()).replace("<html ", `<html data-kept="${at}" `);
    return new Response(text, { headers: found.headers });
  }

  const thing = async (address) =>
    (await own())?.match(address, { ignoreVary: true });

  const isBusy = ({ status }) => status >= 500 || status === 429;

  // The network first; without it, or where it is too slow or broken, what was kept.
  async function open(request, path, later) {
    const coming = fetch(request);
    const kept = await find(path);
    if (!kept) return learn(await coming, path, later);
    const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
    try {
      const response = await Promise.race([coming, late]);
      return isBusy(response) ? kept : learn(response, path, later);
    } catch {
      coming.catch(() => {}); // nobody waits for it any more
      return kept;
    }
  }

  function learn(response, path, later) {
    const isMarked = response.ok && response.headers.has("X-Keep-For");
    if (isMarked) later(keep(path, response.clone()).catch(() => {}));
    else if (!isBusy(response)) later(drop(path));
    return response;
  }

  async function drop(path) {
    await (await own())?.delete(path, { ignoreVary: true });
  }

  async function keepThis(path) {
    if (!self.caches || navigator.onLine === false) return false;
    return fetch(path, { headers: { Accept: "text/html" } })
      .then((response) => keep(path, response))
      .catch(() => false);
  }

  return { find, keepThis, open, thing };
})();
