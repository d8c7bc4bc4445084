// The edit page of a module: a preview as one types, and a draft kept in this browser.
// Without this file the page works the same way by its buttons.
const form = document.querySelector("[data-editor]");
const text = form.elements.text;
const page = document.getElementById("pratinjau");
const lost = document.getElementById("pratinjau-putus");
const PREVIEW_DELAY = 500;
const DRAFT_DELAY = 300;

function state() {
  return JSON.stringify([form.elements.title.value, text.value, form.elements.note.value]);
}

const before = state();
let isSending = false;

function hasChanges() {
  return Boolean(form.dataset.unsaved) || state() !== before;
}

function later(action, delay) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
}

let running = new AbortController();

async function preview() {
  running.abort();
  running = new AbortController();
  const mine = running;
  const fields = new FormData();
  fields.set("csrf_token", form.elements.csrf_token.value);
  fields.set("text", text.value);
  try {
    const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(8000)]);
    const answer = await fetch(form.dataset.preview, { method: "POST", body: fields, signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const html = await answer.text();
    if (mine !== running) return;
    page.innerHTML = html; // cleaned by the server, as for every reader
    lost.hidden = true;
  } catch {
    if (mine === running) lost.hidden = false;
  }
}

// Drafts: one for each version that somebody began from.
const key = form.dataset.draft + form.dataset.version;

function keep() {
  try {
    if (hasChanges()) {
      const draft = { text: text.value, title: form.elements.title.value, at: Date.now() };
      localStorage.setItem(key, JSON.stringify(draft));
    } else localStorage.removeItem(key);
  } catch {
    // no room, or not allowed: the page itself still holds the text
  }
}

function drafts() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(form.dataset.draft))
      .map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

function forget() {
  for (const draft of drafts()) localStorage.removeItem(draft.name);
}

function choice(label, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = label;
  button.addEventListener("click", action);
  return button;
}

function offer(draft) {
  const box = document.getElementById("draf");
  const choices = box.querySelector("[data-draft-choices]");
  const language = document.documentElement.lang;
  box.querySelector("[data-draft-time]").textContent = new Date(draft.at).toLocaleString(language, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "Asia/Makassar",
  });
  const restore = choice(choices.dataset.restore, () => {
    text.value = draft.text;
    form.elements.title.value = draft.title;
    box.hidden = true;
    preview();
    keep();
    text.focus();
  });
  const discard = choice(choices.dataset.discard, () => {
    forget();
    box.hidden = true;
  });
  choices.append(restore, discard);
  box.hidden = false;
}

function show(line) {
  const lines = text.value.split("\n");
  const begin = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(begin, begin + (lines[line - 1] || "").length);
}

const soonPreview = later(preview, PREVIEW_DELAY);
const soonKeep = later(keep, DRAFT_DELAY);
form.addEventListener("input", soonKeep);
text.addEventListener("input", soonPreview);
form.addEventListener("submit", () => {
  keep();
  form.elements.cursor.value = text.selectionStart;
  isSending = true;
});
window.addEventListener("pageshow", () => {
  isSending = false; // back from another page: the text stands here again
});
window.addEventListener("beforeunload", (event) => {
  if (!isSending && hasChanges()) event.preventDefault();
});
for (const link of document.querySelectorAll("[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(Number(link.dataset.line));
  });
}

if (form.dataset.unsaved) keep();
else {
  const tidy = (written) => written.replaceAll("\r\n", "\n").trim();
  const other = drafts().find(
    (draft) => tidy(draft.text) !== tidy(text.value) || draft.title !== form.elements.title.value,
  );
  if (other) offer(other);
  else forget();
}
const asked = /^#baris-(\d+)$/.exec(location.hash);
if (asked) show(Number(asked[1]));
if (form.dataset.cursor) {
  text.focus();
  text.setSelectionRange(Number(form.dataset.cursor), Number(form.dataset.cursor));
}
