// What all scripts share that keep something on this phone: a database whose writes are on the disk
// when they are said to be, and whose phone it is. All that the page to sign in loads; sending.js
// adds what talks to the server. Pages and the service worker both run this, so it is no module.

self.phone = (() => {
  function open(name, stores) {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(stores)) {
          request.result.createObjectStore(store, keyPath ? { keyPath } : {});
        }
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  // `use(stores, mode, work)` runs work(...stores) in one transaction, and resolves to what the
  // request that it returns found, only when what was written is safely on the disk.
  const database = (name, stores) => async (names, mode, work) => {
    const db = await open(name, stores);
    try {
      return await new Promise((resolve, reject) => {
        const transaction = db.transaction(names, mode, { durability: "strict" });
        const request = work(...[names].flat().map((each) => transaction.objectStore(each)));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
  };

  // Whose phone it is now: who was known to be signed in last; "" where nobody is.
  const facts = database("ponsel", { facts: "" });
  const fact = (name) => facts("facts", "readonly", (store) => store.get(name));
  const owner = async () => (await fact("owner")) ?? "";
  // The training whose pages were open last: the app that is opened without signal asks for it.
  const training = async () => (await fact("training")) ?? "";
  const { who, training: here } = self.document?.currentScript.dataset ?? {};
  const note = (store) => {
    if (here) store.put(here, "training");
    return store.put(who, "owner");
  };
  const ready =
    who === undefined ? Promise.resolve() : facts("facts", "readwrite", note).catch(() => {});

  return { database, owner, ready, training, who };
})();
