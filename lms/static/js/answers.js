// Answers of a test that are on this phone and not yet on the server, and the wish to hand it in.
// A tap is written to the disk before it is sent, and leaves only after the server has said that it
// has it. Pages and the service worker both run this, so it is no module.
//
// A paper is one attempt of one person: what was answered last (`given`), what is marked, when the
// time is up by this phone's clock, and whether it is to be handed in (`wish`). Only its owner's
// session sends it. A newer answer takes the place of an older one that was not sent.

self.answers = (() => {
  const use = phone.database("jawaban", { answers: "slot", papers: "id" });
  const heard = self.BroadcastChannel ? new BroadcastChannel("jawaban") : null;
  const listeners = [];
  const shadow = new Map(); // papers as they were last read or written here
  const loose = new Map(); // answers that this browser could not store: sent by this page, or lost
  const looseWishes = new Map();

  const slotOf = (id, number) => `${id}/${number}`;
  const blank = (id) => ({ id, given: {}, flags: [], endsAt: 0, wish: null });

  function tell(news) {
    for (const listener of listeners) listener(news);
    heard?.postMessage(news);
  }

  const whisper = (news) => heard?.postMessage(news); // to the other tabs only

  function listen(listener) {
    listeners.push(listener);
    heard?.addEventListener("message", (event) => listener(event.data));
  }

  // --- What is kept ------------------------------------------------------------------------------

  async function paper(id) {
    const found = await use("papers", "readonly", (store) => store.get(id)).catch(() => null);
    if (found || !shadow.has(id)) shadow.set(id, found ?? blank(id));
    return shadow.get(id);
  }

  // Change a paper, and with it what waits to be sent; says whether the disk has it.
  async function change(id, edit) {
    let next = null;
    let stored = null;
    const write = (papers, waiting) => {
      const found = papers.get(id);
      found.onsuccess = () => {
        next = structuredClone(found.result ?? shadow.get(id) ?? blank(id));
        stored = edit(next);
        papers.put(next);
        if (stored) waiting.put(stored);
      };
    };
    try {
      await use(["papers", "answers"], "readwrite", write);
      shadow.set(id, next);
      if (stored) loose.delete(stored.slot);
      return true;
    } catch {
      next = structuredClone(shadow.get(id) ?? blank(id));
      const answer = edit(next);
      shadow.set(id, next);
      if (answer) loose.set(answer.slot, answer);
      return false;
    }
  }

  // `facts` are those of the paper: id, user, url, attempt, page, and its title.
  function keep(facts, number, choices, floor) {
    return change(facts.id, (paper) => {
      const slot = slotOf(facts.id, number);
      const before = [paper.given[number], loose.get(slot)].map((each) => each?.sequence ?? 0);
      const sequence = Math.max(floor, ...before) + 1;
      const made_at = Math.floor(Date.now() / 1000);
      const key = phone.uuid();
      paper.given[number] = { choices, sequence, key };
      return { ...facts, slot, key, question: number, choices, sequence, made_at };
    });
  }

  async function waiting(id) {
    const kept = await use("answers", "readonly", (store) => store.getAll()).catch(() => []);
    const all = new Map(kept.map((answer) => [answer.slot, answer]));
    for (const [slot, answer] of loose) {
      if (!(all.get(slot)?.sequence > answer.sequence)) all.set(slot, { ...answer, isLoose: true });
    }
    return [...all.values()]
      .filter((answer) => !id || answer.id === id)
      .sort((one, two) => one.made_at - two.made_at || one.question - two.question);
  }

  // Not the newer answer that took its place while it was on the way.
  async function remove({ slot, key }) {
    if (loose.get(slot)?.key === key) loose.delete(slot);
    await use("answers", "readwrite", (store) => {
      const found = store.get(slot);
      found.onsuccess = () => found.result?.key === key && store.delete(slot);
    }).catch(() => {}); // it would be sent again, which does no harm
  }

  async function handIn(facts, wish) {
    const asked = { ...facts, ...wish };
    const isKept = await change(facts.id, (paper) => void (paper.wish = asked));
    if (!isKept) looseWishes.set(facts.id, asked);
    return isKept;
  }

  async function wishes() {
    const all = await use("papers", "readonly", (store) => store.getAll()).catch(() => []);
    const kept = all.map(({ wish }) => wish).filter(Boolean);
    return [...new Map([...looseWishes, ...kept.map((wish) => [wish.id, wish])]).values()];
  }

  // It ended: nothing of it is shown again.
  async function forget({ id, url }) {
    shadow.delete(id);
    looseWishes.delete(id);
    await use("papers", "readwrite", (store) => store.delete(id)).catch(() => {});
    for (const name of (await self.caches?.keys()) ?? []) {
      if (name.startsWith("kept-")) await (await caches.open(name)).delete(`${url}/kerjakan`);
    }
  }

  // --- Sending -----------------------------------------------------------------------------------

  // What waits must go on waiting: offline, trouble, full, signed_out, forbidden.
  class Held extends Error {
    constructor(reason, message = "") {
      super(message);
      this.reason = reason;
    }
  }

  let pass = null; // who is signed in, and the token that proves it

  const trust = (who, token) => {
    pass = { who, token };
  };

  async function renew() {
    const { ok, status, body } = await phone.session();
    pass = ok ? { who: body.who, token: body.csrf_token } : null;
    if (!ok) throw new Held(status === 401 ? "signed_out" : "trouble");
  }

  // The token belongs to one session: with it nothing is ever sent as somebody else.
  async function sendAs(user, url, method, body) {
    if (pass?.who !== user) await renew();
    for (let turn = 0; ; turn += 1) {
      if (pass.who !== user) throw new Held("signed_out");
      const reply = await phone.send(url, method, body, pass.token);
      if (reply.status !== 400 || turn > 0) return reply;
      await renew();
    }
  }

  function hold({ status, body }) {
    if (status === 507) throw new Held("full");
    if (status >= 500 || status === 429) throw new Held("trouble");
    if (status !== 400 && status !== 401) throw new Held("forbidden", body.message);
    pass = null;
    throw new Held("signed_out");
  }

  async function sendOne(answer) {
    const { attempt, key, page, sequence, choices, made_at } = answer;
    const body = { attempt, key, page, sequence, choices, made_at };
    const address = `${answer.url}/jawaban/${answer.question}`;
    const reply = await sendAs(answer.user, address, "PUT", body);
    const kind = reply.ok
      ? reply.body.saved_at && "saved"
      : { 409: reply.body.error, 422: "refused" }[reply.status];
    if (!["saved", "stale", "closed", "refused"].includes(kind)) hold(reply);
    failures = 0;
    await remove(answer);
    if (kind === "stale") await learn(answer, reply.body);
    if (kind === "refused") await learn(answer, null);
    if (kind === "closed") await forget(answer);
    tell({ kind, answer, reply: reply.body });
  }

  // Somebody answered this question on another phone, and later; or this answer counts for nothing.
  const learn = ({ id, question, key }, newer) =>
    change(id, (paper) => {
      if (paper.given[question]?.key !== key) return;
      if (newer) paper.given[question] = { choices: newer.choices, sequence: newer.sequence };
      else delete paper.given[question];
    });

  async function sendWish(wish) {
    const reply = await sendAs(wish.user, `${wish.url}/kumpulkan`, "POST", { attempt: wish.attempt });
    if (!reply.ok || !reply.body.receipt) hold(reply);
    await forget(wish);
    tell({ kind: "submitted", answer: wish, reply: reply.body });
  }

  const mine = (all, who) => all.filter(({ user }) => user === who);

  async function sendAll(who) {
    for (;;) {
      const [next] = mine(await waiting(), who);
      if (!next) break;
      await sendOne(next);
    }
    for (const wish of mine(await wishes(), who)) await sendWish(wish);
  }

  // Resolves to why something still waits: "" where nothing does.
  async function send(who) {
    const left = async () => mine(await waiting(), who).length + mine(await wishes(), who).length;
    if ((await left()) === 0) return "";
    try {
      if (navigator.onLine === false) throw new Held("offline");
      await phone.alone("jawaban", () => sendAll(who));
      tell({ kind: "clear" });
      return "";
    } catch (error) {
      // What a browser says of a line that broke is nothing to show.
      const { reason, message } = error instanceof Held ? error : new Held("offline");
      tell({ kind: "held", reason, message });
      return reason;
    }
  }

  // --- In a page: now, and again until nothing waits ----------------------------------------------

  let user = "";
  let timer = 0;
  let failures = 0;
  let running = null;
  let isAsked = false; // for another round, by what came while one was running

  async function rounds() {
    let reason = "";
    do {
      isAsked = false;
      reason = await send(user);
    } while (isAsked && reason === "");
    return reason;
  }

  function turn() {
    isAsked = true;
    running ??= rounds().catch(() => "trouble").then((reason) => {
      running = null;
      clearTimeout(timer);
      failures = reason ? failures + 1 : 0;
      if (reason) timer = setTimeout(turn, Math.min(2 ** (failures - 1), 60) * 1000);
      if (reason === "offline") phone.askWorker("jawaban");
      return reason;
    });
    return running;
  }

  function start(who) {
    user = who;
    phone.keepTrying(turn);
    return turn();
  }

  return {
    change, forget, handIn, keep, listen, mine, paper, sendAs, send, start, trust, turn, waiting, whisper,
    wishes,
  };
})();
