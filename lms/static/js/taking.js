// The list at the door: a tap is kept on this phone first and leaves it only after the server has
// said that it has it (2xx). Without signal it waits here; the rest of the page works on.
//
// A tap is known by meeting, person, and the mark it expects (none: only who is unmarked has
// buttons), so sending one twice makes one mark. It belongs to who was signed in when it was made;
// another person's session never sends it. What the server refuses stays, until it is decided here.

const root = document.getElementById("ketukan");
const { who, training, meeting } = root?.dataset ?? {};
const words = root ? JSON.parse(root.dataset.words) : {};
const REFUSED = [403, 404, 409, 422]; // the same would be said again

const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
const lineOf = (seat) => document.querySelector(`[data-line="${seat}"]`);

// --- What this phone keeps ----------------------------------------------------------------------

const use = phone.database("ketukan", { taps: "id" });
const list = async () =>
  (await use("taps", "readonly", (store) => store.getAll())).sort((one, two) => one.made - two.made);
const put = (tap) => use("taps", "readwrite", (store) => store.put(tap));

// A tap that was changed while its older self was on the way is another one, and stays.
const replace = (tap, next) =>
  use("taps", "readwrite", (store) => {
    const found = store.get(tap.id);
    found.onsuccess = () => {
      if (found.result?.made !== tap.made) return;
      if (next) store.put(next);
      else store.delete(tap.id);
    };
    return found;
  });

// --- What the page shows ------------------------------------------------------------------------

const clock = new Intl.DateTimeFormat("id-ID", {
  timeZone: "Asia/Makassar",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const timeOf = (moment) =>
  clock
    .formatToParts(moment)
    .filter((part) => part.type !== "literal")
    .map((part) => part.value)
    .join(".");

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

// What was not taken is told beside the name too: far down the list nobody sees the top of it.
function paint(tap) {
  const line = lineOf(tap.seat);
  if (tap.meeting !== meeting || tap.training !== training || !line) return;
  for (const part of line.querySelectorAll("form, details")) part.hidden = !tap.isRefused;
  line.querySelector(".taking__kept")?.remove();
  const note = document.createElement("p");
  note.className = "taking__kept";
  if (tap.isRefused) {
    note.innerHTML = '<a class="govuk-link" href="#ketukan"></a>';
    note.firstChild.textContent = facts(tap);
  } else {
    note.append(`${say("kept", { standing: words.now_words[tap.status] })} `);
    note.append(button(words.cancel, () => drop(tap)));
  }
  line.append(note);
}

function unpaint(line) {
  line.querySelector(".taking__kept")?.remove();
  for (const part of line.querySelectorAll("form, details")) part.hidden = false;
}

function facts(tap) {
  const values = { name: tap.name, standing: words.now_words[tap.status], time: timeOf(tap.made) };
  if (tap.now) return say("conflict", { ...values, now: tap.now });
  return say("refused", { ...values, reason: tap.reason });
}

function refusedRow(tap) {
  const row = document.createElement("div");
  row.className = "notice notice--bad";
  row.dataset.conflict = tap.seat;
  const body = document.createElement("div");
  const text = document.createElement("p");
  text.textContent = facts(tap);
  const actions = document.createElement("p");
  actions.className = "actions";
  const link = document.createElement("a");
  link.href = `${tap.page}?status=${tap.status}`;
  link.textContent = words.change;
  const leave = button(tap.now ? words.leave : words.drop, () => {
    if (window.confirm(words.sure)) drop(tap);
  });
  actions.append(leave, link);
  body.append(text, actions);
  row.append(body);
  return row;
}

async function draw() {
  const taps = await list();
  const mine = taps.filter((tap) => tap.who === who);
  const kept = mine.filter((tap) => !tap.isRefused);
  const lines = [
    kept.length > 0 && say(isSignedOut ? "signed_out" : "unsent", { count: kept.length }),
    taps.length > mine.length && say("others", { count: taps.length - mine.length }),
  ].filter(Boolean);
  const refused = mine.filter((tap) => tap.isRefused);
  root.querySelector("[data-unsent-text]").textContent = lines.join(" ");
  root.querySelector("[data-unsent]").hidden = lines.length === 0;
  root.querySelector("[data-refused]").replaceChildren(...refused.map(refusedRow));
  root.hidden = lines.length + refused.length === 0;
  mine.forEach(paint);
}

async function drop(tap) {
  await replace(tap, null);
  const line = lineOf(tap.seat);
  if (line) unpaint(line);
  await draw();
}

// What the server says of a person takes the place of what the page said.
function show(tap, body) {
  if (tap.meeting !== meeting || tap.training !== training) return;
  const line = lineOf(tap.seat);
  const hadFocus = line?.contains(document.activeElement);
  const fresh = new DOMParser().parseFromString(body.line, "text/html").querySelector("li");
  line?.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("a").focus({ preventScroll: true });
  const counts = new DOMParser().parseFromString(body.counts, "text/html").querySelector("[data-counts]");
  document.querySelector("[data-counts]").replaceChildren(...counts.children);
}

// --- Sending ------------------------------------------------------------------------------------

const MOST_FAILURES = 3;
let isSignedOut = false;

async function sendOne(tap, token) {
  const fields = { status: tap.status, arrived: tap.arrived };
  if (tap.waited) fields.at = String(Math.floor(tap.made / 1000));
  const reply = await phone.request(tap.url, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams(fields),
  });
  if (reply.ok && reply.body.line) {
    await replace(tap, null);
    show(tap, reply.body);
  } else if (REFUSED.includes(reply.status)) {
    await replace(tap, {
      ...tap,
      isRefused: true,
      reason: reply.body.message ?? "",
      now: reply.body.standing ?? "",
    });
    if (reply.body.line) show(tap, reply.body);
  }
}

async function sendAll() {
  const waiting = (await list()).filter((tap) => tap.who === who && !tap.isRefused);
  if (waiting.length === 0) return;
  const now = await phone.session();
  isSignedOut = !now.ok || now.body.who !== who;
  if (isSignedOut) return;
  let failures = 0; // one bad reply must not hold up the taps behind it
  for (const tap of waiting) {
    try {
      await sendOne(tap, now.body.csrf_token);
    } catch (error) {
      failures += 1;
      if (failures === MOST_FAILURES || navigator.onLine === false) throw error;
    }
  }
}

async function turn() {
  try {
    await phone.alone("ketukan", sendAll);
  } catch {
    await keepWaiting().catch(() => {}); // no signal: the next turn tries again
  }
  await draw().catch(() => {});
}

// What could not be sent at once tells the server later when it was tapped.
async function keepWaiting() {
  const taps = (await list()).filter((tap) => !tap.waited && !tap.isRefused);
  for (const tap of taps) await replace(tap, { ...tap, waited: true });
}

function tapOf(form, submitter) {
  const line = form.closest("[data-line]");
  const made = Date.now();
  const status = submitter.value;
  const typed = new FormData(form).get("arrived")?.trim() ?? "";
  return {
    id: [training, meeting, line.dataset.line, 0, who].join("/"),
    who,
    training,
    meeting,
    made,
    status,
    arrived: status === "late" && typed === "" ? timeOf(made) : typed,
    seat: line.dataset.line,
    name: line.dataset.name,
    page: line.dataset.page,
    url: form.action.split("?")[0],
    waited: navigator.onLine === false,
    isRefused: false,
  };
}

document.querySelector("[data-taking]")?.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-tap]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const tap = tapOf(form, event.submitter);
  try {
    await put(tap);
  } catch {
    const field = document.createElement("input"); // a browser that stores nothing: as without us
    Object.assign(field, { type: "hidden", name: "status", value: tap.status });
    form.append(field);
    form.submit();
    return;
  }
  await draw();
  await turn();
});

if (root) {
  turn();
  phone.keepTrying(turn);
}
