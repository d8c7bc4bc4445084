// A form whose draft is saved by itself while it is written: `form.draft` tells other scripts of
// the page how to save now, and whether anything typed is not yet with the server.

const form = document.querySelector("form[data-draft]");
const address = form.getAttribute("action"); // form.action is the buttons of that name
const words = JSON.parse(form.dataset.words);
const saved = form.querySelector("[data-saved]");
const QUIET_MS = 3000;
const AGAIN_MS = 15000;
const REQUEST_MS = 60000;
const LATER = [0, 408, 429, 500, 502, 503, 504]; // the same may well be taken another time

async function post(where, body) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), REQUEST_MS);
  try {
    const answer = await fetch(where, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: stop.signal,
    });
    const told = await answer.json().catch(() => ({}));
    return { status: answer.type === "opaqueredirect" ? 401 : answer.status, told };
  } catch {
    return { status: 0, told: {} };
  } finally {
    clearTimeout(timer);
  }
}

let isDirty = false;
let isHeld = false; // by a conflict or a fault that only a person can end
let isLeaving = false;
let waiting = null; // a draft whose reply was lost: the same one goes first, or it would be a conflict
let timer = 0;
let turn = Promise.resolve();

function draft() {
  const body = new FormData(form);
  for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
  body.set("action", "save");
  return body;
}

async function save() {
  if (isHeld || (!isDirty && !waiting)) return;
  const isOld = waiting !== null;
  const body = waiting ?? draft();
  if (!isOld) isDirty = false;
  waiting = body;
  saved.textContent = words.saving;
  const { status, told } = await post(address, body);
  if (status === 200) {
    waiting = null;
    form.elements.namedItem("revision").value = told.revision;
    saved.textContent = isDirty ? words.unsaved : told.saved;
    if (isOld && isDirty) await save();
  } else if (status === 401 || LATER.includes(status)) {
    saved.textContent = status === 401 ? words.signed_out : words.offline;
    clearTimeout(timer);
    timer = setTimeout(saveSoon, AGAIN_MS);
  } else {
    waiting = null;
    isDirty = true;
    isHeld = status === 409;
    saved.textContent = `${words.refused} ${told.message ?? ""}`;
  }
}

function saveSoon() {
  turn = turn.then(save);
  return turn;
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  isDirty = true;
  saved.textContent = isHeld ? saved.textContent : words.unsaved;
  clearTimeout(timer);
  timer = setTimeout(saveSoon, QUIET_MS);
});

// A pressed button waits for a draft on its way: it must carry the revision that this one makes.
form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  isLeaving = true;
  clearTimeout(timer);
  await turn;
  if (event.submitter) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = event.submitter.name;
    pressed.value = event.submitter.value;
    form.append(pressed);
  }
  form.submit();
});

// Back from the next page the browser may show this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && (isDirty || waiting)) event.preventDefault();
});

window.addEventListener("online", saveSoon);

form.draft = {
  LATER,
  post,
  words,
  isSettled: () => !isDirty && !waiting && !isHeld,
  saveNow() {
    clearTimeout(timer);
    return saveSoon();
  },
  leave() {
    isLeaving = true;
  },
};
