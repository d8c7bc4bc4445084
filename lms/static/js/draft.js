// A form whose draft is saved by itself while it is written: `form.draft` tells other scripts of
// the page how to save now, and whether anything typed is not yet with the server.

const form = document.querySelector("form[data-draft]");
const address = form.getAttribute("action"); // form.action is the buttons of that name
const words = JSON.parse(form.dataset.words);
const saved = form.querySelector("[data-saved]");
const token = form.elements.namedItem("csrf_token");
const QUIET_MS = 3000;
const AGAIN_MS = 15000;
const REQUEST_MS = 60000;

// The same may well be taken another time; 0 is a line that broke.
const isLater = (status) => [0, 401, 408, 429].includes(status) || status >= 500;

async function postOnce(where, body) {
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

// A token is of one sign-in. Only that of the page's own person may take the place of an old one:
// nothing is ever saved as somebody else. Resolves to 200, or to the reason that there is none.
async function renewToken() {
  const now = await phone.session().catch(() => ({ status: 0 }));
  if (now.status === 200 && now.body.who !== phone.who) return 401;
  if (now.status === 200) token.value = now.body.csrf_token;
  return now.status;
}

async function post(where, body) {
  body.set("csrf_token", token.value);
  const reply = await postOnce(where, body);
  if (reply.status !== 400) return reply;
  const status = await renewToken();
  if (status !== 200) return { status, told: {} };
  body.set("csrf_token", token.value);
  return postOnce(where, body);
}

let isDirty = false;
let isHeld = false; // by a conflict or a fault that only a person can end
let isPressed = false;
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
  } else if (isLater(status)) {
    saved.textContent = { 0: words.offline, 401: words.signed_out }[status] ?? words.trouble;
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

// A pressed button goes after the draft: it must carry the revision that this one makes. What the
// server cannot take now stays here, for the page that would come instead has nothing of it.
// Resolves to whether the button may do its work.
async function isReady(action) {
  clearTimeout(timer);
  await saveSoon();
  if (await form.draft.isHolding?.(action)) return false;
  const status = await renewToken();
  if (status === 200 && !waiting) return true;
  saved.textContent = status === 401 ? words.signed_out : words.stopped;
  saved.scrollIntoView({ block: "center" });
  return false;
}

form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  if (isPressed) return;
  isPressed = true;
  const { name, value } = event.submitter ?? {};
  isLeaving = await isReady(value);
  isPressed = false;
  if (!isLeaving) return;
  if (name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name, value });
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

// A phone may end a page that it does not show, without asking.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveSoon();
});
window.addEventListener("online", saveSoon);

form.draft = {
  isLater,
  post,
  words,
  isPressed: () => isPressed,
  isSettled: () => !isDirty && !waiting && !isHeld,
  saveNow() {
    clearTimeout(timer);
    return saveSoon();
  },
  leave() {
    isLeaving = true;
  },
};
