// The paper of a quiz: turns its pages without loading them, and saves every answer at once.
//
// An answer lives in three places: the page, this phone (localStorage, by attempt, until the server
// has it), and the server. "Tersimpan di server" is shown only after the server said so. Answers
// carry a sequence number per question, so that an older one never replaces a newer one. The time
// left comes from the server; the phone's own clock plays no part.

const root = document.getElementById("kuis");
const data = root.dataset;
const words = JSON.parse(data.words);
const storeKey = `tes-${data.attempt}`;
const forms = new Map(
  [...root.querySelectorAll("[data-question]")].map((form) => [Number(form.dataset.question), form]),
);
const bar = root.querySelector("[data-bar]");
const barText = root.querySelector("[data-bar-text]");
const barLink = root.querySelector("[data-bar-link]");
const timeText = root.querySelector("[data-remaining-text]");
const timeRow = root.querySelector("[data-time-left]");
const reviewLink = root.querySelector("[data-review]");
const REQUEST_MS = 10000;
const LAST_SECONDS = 120;

const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

// --- What this phone keeps -------------------------------------------------------------------

let memory = { pending: {}, last: {} };
let isKept = true; // false where the browser refuses to store anything

function load() {
  try {
    memory = JSON.parse(localStorage.getItem(storeKey)) ?? { pending: {}, last: {} };
  } catch {
    isKept = false;
  }
  return memory;
}

function change(edit) {
  const state = isKept ? load() : memory; // another tab may have written since
  edit(state);
  memory = state;
  try {
    localStorage.setItem(storeKey, JSON.stringify(state));
    isKept = true;
  } catch {
    isKept = false;
  }
}

const pendingCount = () => Object.keys(memory.pending).length;

// --- What the page shows ---------------------------------------------------------------------

let shown = Number([...forms.values()].find((form) => !form.hidden).dataset.question);

const inputsOf = (number) => [...forms.get(number).querySelectorAll("[name=pilihan]")];
const chosenOf = (number) =>
  inputsOf(number)
    .filter((input) => input.checked)
    .map((input) => input.value)
    .sort();

function setStatus(number, text, isWarning = false) {
  const line = forms.get(number).querySelector("[data-status]");
  line.textContent = text;
  line.classList.toggle("quiz__status--warn", isWarning);
}

function showBar(text, needsSignIn = false) {
  barText.textContent = text;
  barLink.hidden = !needsSignIn;
  bar.hidden = text === "";
}

function markMap() {
  let answered = 0;
  for (const number of forms.keys()) {
    const item = root.querySelector(`[data-go="${number}"]`);
    const isAnswered = chosenOf(number).length > 0;
    answered += isAnswered;
    item.classList.toggle("quiz-map__item--answered", isAnswered);
    item.querySelector("[data-mark]").textContent = words[isAnswered ? "answered" : "open"];
    if (number === shown) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
  root.querySelector("[data-count]").textContent = answered;
  root.querySelector("[data-progress]").value = answered;
}

function show(number, { isNew = true } = {}) {
  if (!forms.has(number)) return;
  for (const [each, form] of forms) form.hidden = each !== number;
  shown = number;
  markMap();
  if (isNew) history.pushState({ number }, "", `?soal=${number}`);
  window.scrollTo(0, 0);
  forms.get(number).querySelector("h2").focus({ preventScroll: true });
}

function setChoices(number, choices) {
  for (const input of inputsOf(number)) input.checked = choices.includes(input.value);
  markMap();
}

// --- Sending ---------------------------------------------------------------------------------

let token = data.csrf;
let isOver = false;
let retryTimer = 0;
let failures = 0;

async function request(url, options = {}) {
  return fetch(url, {
    ...options,
    headers: { Accept: "application/json", "X-CSRFToken": token, ...options.headers },
    signal: AbortSignal.timeout(REQUEST_MS),
  });
}

async function sendOne(number, answer) {
  const body = { attempt: Number(data.number), ...answer };
  const headers = { "Content-Type": "application/json" };
  const send = () =>
    request(data.save + number, { method: "PUT", headers, body: JSON.stringify(body) });
  let response = await send();
  if (response.status === 400 && (await synchronise())) response = await send(); // a new token
  return response;
}

function forget(number, sequence) {
  change((state) => {
    if (state.pending[number]?.sequence === sequence) delete state.pending[number];
  });
}

let running = null;

// Send what is pending, one answer after the other; who asks meanwhile waits for the same run.
function flush() {
  running ??= sendAll().finally(() => (running = null));
  return running;
}

async function sendAll() {
  clearTimeout(retryTimer);
  try {
    while (!isOver) {
      const [first] = Object.entries(load().pending);
      if (!first) break;
      if (!(await settle(Number(first[0]), first[1]))) return;
      failures = 0;
    }
    if (!isOver && failures === 0) showBar("");
  } catch {
    retryLater();
  }
}

// Returns whether to go on with the next answer.
async function settle(number, answer) {
  const response = await sendOne(number, answer);
  if (response.ok) {
    const reply = await response.json();
    forget(number, answer.sequence);
    setRemaining(reply.remaining);
    if (!memory.pending[number]) setStatus(number, say("saved", { time: reply.saved_at }));
    return true;
  }
  if (response.status === 409) return resolve(number, answer, await response.json());
  if (response.status === 422) {
    forget(number, answer.sequence);
    setStatus(number, words.refused, true);
    return true;
  }
  if ([400, 401, 403].includes(response.status)) {
    showBar(words.signed_out, true);
    failures += 1;
    return false;
  }
  throw new Error(`answer ${response.status}`);
}

function resolve(number, answer, reply) {
  if (reply.error === "closed") {
    isOver = true;
    showBar(reply.message);
    location.assign(reply.result);
    return false;
  }
  if (reply.error !== "stale") throw new Error("answer 409");
  forget(number, answer.sequence);
  change((state) => {
    state.last[number] = reply.sequence;
  });
  setChoices(number, reply.choices);
  setStatus(number, words.conflict, true);
  return true;
}

function retryLater() {
  failures += 1;
  const isOffline = navigator.onLine === false || failures < 3;
  const key = isOffline ? (isKept ? "offline" : "offline_unkept") : "trouble";
  showBar(say(key, { count: pendingCount() }));
  for (const number of Object.keys(memory.pending)) {
    setStatus(Number(number), words[isKept ? "waiting" : "unkept"], true);
  }
  retryTimer = setTimeout(flush, Math.min(2 ** failures, 30) * 1000);
}

function answerChanged(number) {
  const form = forms.get(number);
  change((state) => {
    const newest = Math.max(Number(form.dataset.sequence), state.last[number] ?? 0);
    state.last[number] = newest + 1;
    state.pending[number] = { sequence: newest + 1, choices: chosenOf(number) };
  });
  setStatus(number, words[isKept ? "kept" : "sending"]);
  markMap();
  flush();
}

// --- Time ------------------------------------------------------------------------------------

let endsAt = 0; // on performance.now(), which no setting of the clock can move

function setRemaining(seconds) {
  endsAt = performance.now() + seconds * 1000;
}

// Ask the server for the time left and a token that is valid; false when signed out.
async function synchronise() {
  const response = await request(data.time);
  if (!response.ok) {
    if (response.status === 401) showBar(words.signed_out, true);
    return false;
  }
  const reply = await response.json();
  token = reply.csrf_token;
  for (const input of root.querySelectorAll("[name=csrf_token]")) input.value = token;
  if (reply.is_submitted || reply.attempt !== Number(data.number)) {
    isOver = true;
    root.querySelector("[data-submit]").submit(); // leads to the receipt
    return false;
  }
  setRemaining(reply.remaining);
  return true;
}

let hasWarned = false;

function tick() {
  const seconds = Math.max(Math.ceil((endsAt - performance.now()) / 1000), 0);
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, "0")}.${String(seconds % 60).padStart(2, "0")}`;
  timeText.textContent = say("left", { time: clock });
  timeRow.classList.toggle("quiz__time--last", seconds <= LAST_SECONDS);
  if (seconds <= LAST_SECONDS && seconds > 0 && !hasWarned) {
    hasWarned = true;
    root.querySelector("[data-announce]").textContent = words.last;
  }
  if (seconds === 0 && !isOver) timeUp();
}

let isEnding = false;

async function timeUp() {
  if (isEnding) return;
  isEnding = true;
  showBar(words.up);
  await flush();
  try {
    if ((await synchronise()) && endsAt <= performance.now()) {
      isOver = true;
      root.querySelector("[data-submit]").submit();
      return;
    }
  } catch {
    // No signal: the server ends the attempt by itself.
  }
  setTimeout(() => (isEnding = false), 5000);
}

// --- Events ----------------------------------------------------------------------------------

async function goToReview() {
  await flush();
  if (pendingCount() === 0) location.assign(reviewLink.href);
}

for (const [number, form] of forms) {
  form.addEventListener("change", () => answerChanged(number));
  const next = form.querySelector('[value="lanjut"]');
  next.textContent = number === forms.size ? words.check : words.next;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "kembali") show(number - 1);
    else if (number === forms.size) goToReview();
    else show(number + 1);
  });
}
root.addEventListener("click", (event) => {
  const target = event.target.closest("[data-go], [data-review]");
  if (!target || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (target.dataset.go) show(Number(target.dataset.go));
  else goToReview();
});
window.addEventListener("popstate", (event) => {
  show(event.state?.number ?? 1, { isNew: false });
});
window.addEventListener("online", () => {
  const count = Object.keys(load().pending).length;
  showBar(count > 0 ? say("back", { count }) : "");
  failures = 0;
  flush();
});
window.addEventListener("offline", () => {
  const count = pendingCount();
  const key = count === 0 ? "no_signal" : isKept ? "offline" : "offline_unkept";
  showBar(say(key, { count }));
});
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || isOver) return;
  try {
    if (await synchronise()) await flush();
  } catch {
    // still without signal: the timer of the last failure goes on
  }
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // the back button must not show an old paper
});

// Attempts of before, of which nothing is waiting any more.
function tidy() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("tes-") || key === storeKey) continue;
    const { pending } = JSON.parse(localStorage.getItem(key));
    if (Object.keys(pending).length === 0) localStorage.removeItem(key);
  }
}

load();
try {
  tidy();
} catch {
  isKept = false;
}
for (const [key, answer] of Object.entries(memory.pending)) setChoices(Number(key), answer.choices);
history.replaceState({ number: shown }, "", `?soal=${shown}`);
markMap();
setRemaining(Number(data.remaining));
tick();
setInterval(tick, 1000);
flush();
