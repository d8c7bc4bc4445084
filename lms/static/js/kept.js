// The list of codes that this phone keeps, and the two ways into it: the address of a scan that the
// service worker could not fetch, and a form that is sent without signal.

const box = document.getElementById("kiriman");
const words = JSON.parse(box.dataset.words);
const rows = box.querySelector("[data-rows]");
const typing = document.getElementById("ketik");
const SHAPE = /^(?:[2-9A-HJKMNP-TV-Z]{6}|[2-9A-HJKMNP-TV-Z]{8})$/;
const clock = new Intl.DateTimeFormat("id-ID", {
  timeZone: "Asia/Makassar",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

function timeOf(seconds) {
  const part = Object.fromEntries(
    clock.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
  );
  return `${part.day} ${part.month} ${part.hour}.${part.minute} WITA`;
}

// --- What is shown ------------------------------------------------------------------------------

function row(kind, lines, actions = []) {
  const item = document.createElement("li");
  item.className = `notice notice--${kind}`;
  const body = document.createElement("div");
  for (const [index, text] of lines.entries()) {
    const line = document.createElement("p");
    const piece = index === 0 ? document.createElement("strong") : line;
    piece.textContent = text;
    if (piece !== line) line.append(piece);
    body.append(line);
  }
  if (actions.length > 0) {
    const line = document.createElement("p");
    line.className = "actions";
    line.append(...actions);
    body.append(line);
  }
  item.append(body);
  return item;
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

function signInLink() {
  const link = document.createElement("a");
  link.href = `/masuk?lanjut=${encodeURIComponent(location.pathname)}`;
  link.textContent = words.sign_in;
  return link;
}

const facts = (entry) =>
  say(entry.meeting ? "facts" : "facts_typed", {
    meeting: entry.meeting,
    time: timeOf(entry.at),
    code: `${entry.code.slice(0, entry.code.length / 2)} ${entry.code.slice(entry.code.length / 2)}`,
  });

function kept(entry) {
  const lines = [words.kept, facts(entry)];
  if (entry.status === 401) return row("warn", [...lines, words.signed_out], [signInLink()]);
  if (!entry.isRefused) return row("warn", entry.reason ? [...lines, entry.reason] : [...lines, words.soon]);
  const again = button(words.again, async () => {
    await outbox.put({ ...entry, isRefused: false });
    await outbox.turn();
  });
  const drop = button(words.drop, async () => {
    if (!window.confirm(words.sure)) return;
    await outbox.remove(entry.id);
    await outbox.turn();
  });
  return row("bad", [words.refused, facts(entry), entry.reason], [again, drop]);
}

// A scan of before anybody signed in is sent only after its owner has said so.
function unowned(entry, now) {
  if (!now?.ok) return row("warn", [words.kept, facts(entry), words.ask_later], [signInLink()]);
  const mine = button(say("mine", now.body), async () => {
    await outbox.adopt(entry, now.body.who);
    await outbox.turn();
  });
  const other = button(words.not_mine, async () => {
    await outbox.put({ ...entry, declined: [...entry.declined, now.body.who] });
    await outbox.turn();
  });
  return row("warn", [say("question", now.body), facts(entry)], [mine, other]);
}

const told = []; // what the server said while this page was open

let drawing = 0;

async function draw(sent) {
  drawing += 1;
  const turn = drawing;
  told.push(...sent.map((reply) => row(reply.state === "refused" ? "bad" : "ok", [reply.message])));
  const [entries, owner] = [await outbox.list(), await phone.owner()];
  const orphans = entries.filter((entry) => !entry.person && !entry.declined.includes(owner));
  const now = orphans.length > 0 && owner ? await phone.session().catch(() => null) : null;
  if (turn !== drawing) return; // a newer list is on its way
  const mine = entries.filter((entry) => entry.person && entry.person === owner);
  const others = entries.length - orphans.length - mine.length;
  const items = [...told, ...mine.map(kept), ...orphans.map((entry) => unowned(entry, now))];
  if (others > 0 && !owner) items.push(row("warn", [say("others", { count: others })], [signInLink()]));
  rows.replaceChildren(...items);
  box.hidden = items.length === 0;
  const nothing = document.getElementById("tidak-ada-kiriman");
  if (nothing) nothing.hidden = items.length > 0 || (typing && !typing.hidden);
}

const redraw = (sent = []) => draw(sent).catch(() => fail());

function fail() {
  rows.replaceChildren(row("bad", [words.unkept]));
  box.hidden = false;
}

document.addEventListener("outbox", (event) => redraw(event.detail));

// --- The ways in --------------------------------------------------------------------------------

async function keep(training, meeting, code) {
  try {
    await outbox.keep(training, meeting, code);
  } catch {
    fail();
    return;
  }
  await redraw();
  box.scrollIntoView({ block: "nearest" });
  outbox.turn();
}

function watch(form) {
  const field = form.elements.namedItem("code");
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const checking = row("warn", [words.checking]); // a weak line takes its time
    rows.prepend(checking);
    box.hidden = false;
    const { training, meeting = "", code = field?.value ?? "" } = form.dataset;
    const wanted = code.toUpperCase().replace(/[^0-9A-Z]/g, "");
    const isReachable = "online" in form.dataset && (await outbox.isReachable());
    checking.remove();
    isBusy = false; // also where the page stays, because its line broke after all
    if (isReachable) {
      form.submit();
      return;
    }
    if (!SHAPE.test(wanted)) {
      rows.prepend(row("bad", [words.shape]));
      box.hidden = false;
      return;
    }
    await keep(training, meeting, wanted);
    if (field) field.value = "";
  });
}

for (const form of document.querySelectorAll("form[data-outbox]")) watch(form);

if (typing) {
  const scan = /^\/hadir\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(location.pathname);
  const page = /^\/pelatihan\/([^/]+)(?:\/hadir)?$/.exec(location.pathname);
  const home = location.pathname === "/" ? await phone.training().catch(() => "") : "";
  const training = page?.[1] ?? home;
  if (scan) keep(...scan.slice(1));
  if (training) {
    typing.hidden = false;
    typing.querySelector("form").dataset.training = training;
  }
}
redraw();

// --- Pages that can be opened without signal ----------------------------------------------------

// What is kept of a training for whoever uses this phone; no other page leads there without signal.
async function showPages(shelf) {
  const name = `kept-${await phone.owner()}`;
  const kept = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
  for (const { url } of kept) {
    const { pathname } = new URL(url);
    const label = { modul: shelf.dataset.modules, kerjakan: shelf.dataset.paper }[pathname.split("/").at(-1)];
    if (!label) continue;
    const link = document.createElement("a");
    Object.assign(link, { className: "govuk-link", href: pathname, textContent: label });
    const line = document.createElement("p");
    line.append(link);
    shelf.append(line);
    shelf.hidden = false;
  }
}

const shelf = document.getElementById("tersimpan");
if (shelf && self.caches) showPages(shelf).catch(() => {});
