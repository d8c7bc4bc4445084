// Watching a role play on a phone: every tick is kept on this phone first, then saved as a draft on
// the server. Without signal it waits here, and is loaded again when the page is opened again.
// Without this file the page is a plain form with two buttons.

const form = document.querySelector(".practice-form");
const words = JSON.parse(form.dataset.words);
const status = form.querySelector("[data-status]");
const progress = form.querySelector("[data-progress]");
const id = `${phone.who} ${location.pathname}`;
const PAUSE_MS = 1000;

const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
const show = (text) => {
  status.textContent = text;
};

// --- What this phone keeps ----------------------------------------------------------------------

const use = phone.database("praktik", { sheets: "id" });
const kept = () => use("sheets", "readonly", (store) => store.get(id)).catch(() => null);
const drop = () => use("sheets", "readwrite", (store) => store.delete(id)).catch(() => {});

// --- The sheet ----------------------------------------------------------------------------------

const KEPT = /^(level-|comment$|key$|rubric$)/;
let made = 0; // grows with every change
let keeping = Promise.resolve(true); // whether this phone has the last one
let sent = 0; // the change that the server has

const fields = () => [...new FormData(form)].filter(([name]) => KEPT.test(name));

const groups = [...form.querySelectorAll(".levels")];
const chosen = () => groups.filter((group) => group.querySelector(":checked")).length;

function count() {
  progress.textContent = say("progress", { done: chosen(), total: groups.length });
}

function fill(entry) {
  for (const [name, value] of entry.fields) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  made += 1;
}

// What is no answer to the sheet itself may well be another one later.
const isLater = ({ status }) => status >= 500 || status === 429;

async function post(action) {
  const body = new FormData(form);
  body.set("action", action);
  const address = form.getAttribute("action"); // form.action would be the buttons of that name
  const answer = await phone.request(address, { method: "POST", body: new URLSearchParams(body) });
  if (isLater(answer)) throw new Error(String(answer.status));
  return answer;
}

let isBusy = false;

async function save() {
  if (isBusy || made === sent) return;
  isBusy = true;
  const change = made;
  try {
    const answer = await post("save");
    if (answer.ok) {
      sent = change;
      show(say("saved", { time: answer.body.saved_at }));
      if (change === made) await drop();
    } else show(answer.body.message);
  } catch {
    show((await keeping) ? words.kept : words.lost);
  } finally {
    isBusy = false;
  }
}

let timer;

async function change() {
  made += 1;
  count();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
  const entry = { id, fields: fields() };
  const write = use("sheets", "readwrite", (store) => store.put(entry));
  keeping = write.then(() => true, () => false);
  if (!(await keeping)) show(words.lost);
}

// The server says by itself what is missing: its page comes the plain way.
function sendPlainly(action) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "action", value: action });
  form.append(field);
  form.submit();
}

async function finish() {
  clearTimeout(timer);
  if (chosen() < groups.length) {
    sendPlainly("finish");
    return;
  }
  try {
    const answer = await post("finish");
    if (!answer.ok) {
      if (answer.status === 409) await drop(); // it goes on as another one, with a key of its own
      sendPlainly("finish");
      return;
    }
    await drop();
    location.assign(form.dataset.next);
  } catch {
    show((await keeping) ? words.later : words.lost);
  }
}

form.addEventListener("input", change);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter?.value === "finish") {
    await finish();
    return;
  }
  if (made === sent) made += 1;
  await save();
});
phone.keepTrying(save);

const entry = await kept();
if (entry) {
  fill(entry);
  show(words.restored);
  save();
}
count();
