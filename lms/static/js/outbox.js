// Attendance codes that were scanned or typed without signal: kept on this phone until the server
// has taken them. An entry goes only after a 2xx reply of ours; what is refused stays, with the
// reason. Pages and the service worker both run this, so it is no module.
//
// An entry belongs to the person who was known to be signed in when it was made. Another person's
// session never sends it; one that belongs to nobody waits until somebody says "mine".

self.outbox = (() => {
  const REFUSED = [403, 404, 409, 422]; // the same would be said again
  const use = phone.database("kehadiran", { codes: "id" });

  const list = () => use("codes", "readonly", (store) => store.getAll());
  const put = (entry) => use("codes", "readwrite", (store) => store.put(entry));
  const remove = (id) => use("codes", "readwrite", (store) => store.delete(id));
  const idOf = (entry) => [entry.training, entry.meeting, entry.code, entry.person].join("/");

  async function keep(training, meeting, code) {
    const at = Math.floor(Date.now() / 1000);
    const entry = { training, meeting, code, at, person: await phone.owner(), reason: "", declined: [] };
    entry.id = idOf(entry);
    const first = await use("codes", "readonly", (store) => store.get(entry.id));
    if (!first) await put(entry); // opened again: the time of the first scan stays
    await phone.askWorker("kehadiran");
  }

  // Whether the server can be reached at all; an answer that refuses is an answer.
  async function isReachable() {
    if (navigator.onLine === false) return false;
    return phone.session().then(() => true, () => false);
  }

  async function adopt(entry, who) {
    const mine = { ...entry, person: who, reason: "", isRefused: false };
    mine.id = idOf(mine);
    await put(mine);
    await remove(entry.id);
  }

  async function sendOne(entry, token) {
    const { training, meeting, code, at } = entry;
    const sent = { meeting, code, at };
    const reply = await phone.send(`/hadir/${training}/kirim`, "POST", sent, token);
    if (reply.ok && reply.body.state) {
      await remove(entry.id);
      return { entry, ...reply.body };
    }
    const isRefused = REFUSED.includes(reply.status);
    await put({ ...entry, reason: reply.body.message ?? "", isRefused, status: reply.status });
    return null;
  }

  async function sendAll() {
    const waiting = (await list()).filter((entry) => !entry.isRefused && entry.person);
    if (waiting.length === 0) return [];
    const now = await phone.session();
    if (!now.ok) {
      for (const entry of waiting) await put({ ...entry, reason: now.body.message, status: now.status });
      return [];
    }
    const sent = [];
    for (const entry of waiting) {
      if (entry.person === now.body.who) sent.push(await sendOne(entry, now.body.csrf_token));
    }
    return sent.filter(Boolean);
  }

  const send = () => phone.alone("kehadiran", sendAll, []);

  return { adopt, isReachable, keep, list, put, remove, send };
})();

// --- In a page: who is signed in, the worker, and sending while the page is open ----------------

if (self.document) {
  const { who } = phone;
  const { worker } = document.currentScript.dataset;
  const notice = document.getElementById("belum-terkirim");

  const turn = async () => {
    let sent = [];
    try {
      sent = await outbox.send();
    } catch {
      // no signal, or a browser that stores nothing: the next turn tries again
    }
    await show(sent);
  };

  const show = async (sent) => {
    document.dispatchEvent(new CustomEvent("outbox", { detail: sent }));
    if (!notice || document.getElementById("kiriman")) return; // there the list itself says it
    const entries = await outbox.list().catch(() => []);
    const isMine = (entry) =>
      !who || entry.person === who || (!entry.person && !entry.declined.includes(who));
    notice.hidden = !entries.some(isMine);
  };

  // --- Answers of a test, on any other page than the test's own ----------------------------------

  const held = document.getElementById("jawaban-tertahan");
  const question = document.getElementById("keluar-dulu");
  const fill = (part, count) => {
    part.textContent = part.dataset.text.replace("{count}", count);
  };
  const mine = async () => answers.mine(await answers.waiting(), who);

  const showAnswers = async () => {
    if (!held || document.getElementById("kuis")) return;
    const waiting = await mine();
    const [wish] = answers.mine(await answers.wishes(), who);
    const text = held.querySelector("[data-text]");
    fill(text, waiting.length);
    if (wish) text.textContent = text.dataset.wish;
    const { url } = wish ?? waiting[0] ?? { url: "" };
    held.querySelector("a").href = `${url}/kerjakan`;
    held.hidden = url === "";
  };

  // --- Any other form ----------------------------------------------------------------------------

  // The browser's page about a missing signal would take the place of all that was typed.
  const isHeldBack = () => {
    const notice = document.getElementById("tanpa-sinyal");
    if (!notice || navigator.onLine !== false) return false;
    notice.hidden = false;
    notice.focus();
    return true;
  };

  document.addEventListener("submit", (event) => {
    const isPlain = event.target.method === "post" && !event.defaultPrevented;
    if (isPlain && isHeldBack()) event.preventDefault();
  });
  window.addEventListener("online", () => {
    document.getElementById("tanpa-sinyal")?.setAttribute("hidden", "");
  });

  // Who signs out leaves nothing to read on the phone; unsent answers stay, for nobody else.
  const signOut = async (form, isSure) => {
    const count = (await mine()).length + answers.mine(await answers.wishes(), who).length;
    if (count > 0 && !isSure) {
      fill(question.querySelector("[data-text]"), count);
      question.hidden = false;
      question.focus();
      return;
    }
    if (isHeldBack()) return;
    await phone.forgetPages().catch(() => {}); // a browser without them has nothing to forget
    form.submit();
  };

  const watchSignOut = (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form, false);
    });
    question.querySelector("[data-leave]").addEventListener("click", () => signOut(form, true));
    question.querySelector("[data-send-first]").addEventListener("click", async () => {
      const still = question.querySelector("[data-still]");
      still.hidden = true;
      if ((await answers.turn()) === "") return signOut(form, false);
      still.hidden = false;
      return question.focus();
    });
  };

  const begin = async () => {
    if (who) {
      const form = document.querySelector("[data-sign-out]");
      if (form && question) watchSignOut(form);
      answers.listen(showAnswers);
      answers.start(who).then(showAnswers);
      phone.forgetPages(who).catch(() => {});
    }
    await phone.ready;
    await turn();
    navigator.serviceWorker?.addEventListener("message", (event) => show(event.data));
    navigator.serviceWorker?.startMessages();
    phone.keepTrying(turn);
  };

  outbox.turn = turn;
  begin();
  if (worker) navigator.serviceWorker?.register(worker).catch(() => {}); // without it all still works online
}
