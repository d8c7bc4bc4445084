// The photos of a work report are made small here and sent one by one. One waits on this phone until
// the server has said that it has it; it is told by the content of its file, so that the same one
// picked or sent again is one photo. draft.js, before this file, saves what is typed.

const form = document.getElementById("laporan");
const { isLater, isPressed, isSettled, leave, post, saveNow, words } = form.draft;
const { who, photos } = form.dataset;
const picker = form.elements.namedItem("photo");
const queue = form.querySelector("[data-queue]");
const AGAIN_MS = 15000;
const LONGEST_SIDE = 1600;
const QUALITY = 0.72;
const REFUSED = [404, 409, 413, 422]; // the same never will be taken

const say = (key, name) => words[key].replace("{name}", name);

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("foto-laporan", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Resolves only when what was written is safely on the disk.
async function use(mode, work) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction("photos", mode, { durability: "strict" });
      const request = work(transaction.objectStore("photos"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

// Another person's photos on this phone are neither shown nor sent, nor those of another training.
const mine = async () =>
  (await use("readonly", (store) => store.getAll()))
    .filter((photo) => photo.who === who && photo.address === photos)
    .sort((one, two) => one.made - two.made);

const lines = new Map();

function tell(id, text) {
  if (!lines.has(id)) {
    lines.set(id, document.createElement("li"));
    queue.append(lines.get(id));
  }
  lines.get(id).textContent = text;
}

const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Drawn at most 1600 wide or high; what the browser cannot draw goes as it is, the server will say.
async function small(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * share));
    canvas.height = Math.max(1, Math.round(image.height * share));
    const brush = canvas.getContext("2d");
    brush.fillStyle = "#fff"; // what was transparent would come out black
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}

async function keep(file) {
  tell(file.name, say("shrinking", file.name));
  // Browsers hash only where nobody can listen in; elsewhere the server tells photos apart.
  const key = crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())) : "";
  const blob = await small(file);
  const id = `${who} ${photos} ${key || `${file.name} ${file.size} ${file.lastModified}`}`;
  const photo = { id, who, address: photos, key, name: file.name, blob, made: Date.now() };
  lines.set(id, lines.get(file.name));
  lines.delete(file.name);
  await use("readwrite", (store) => store.put(photo));
}

let running = null;
let taking = 0;
let isToldLately = false; // what a page loaded anew would wipe away
let hasSent = false;

function whyLater(status, name) {
  if (status === 401) return words.signed_out;
  return say(status === 0 ? "kept" : "later", name);
}

async function send(photo) {
  tell(photo.id, say("sending", photo.name));
  const body = new FormData();
  body.set("key", photo.key);
  body.set("photo", photo.blob, photo.name);
  const { status, told } = await post(photos, body);
  if (isLater(status)) {
    tell(photo.id, whyLater(status, photo.name));
    return false;
  }
  await use("readwrite", (store) => store.delete(photo.id));
  if (status === 200) hasSent = true;
  else isToldLately = true;
  tell(photo.id, status === 200 ? say("sent", photo.name) : `${photo.name}: ${told.message ?? words.refused}`);
  return true;
}

// One after the other, and what is picked meanwhile.
async function rounds() {
  for (;;) {
    const [next] = await mine();
    if (!next) break;
    if (!(await send(next))) {
      setTimeout(sendAll, AGAIN_MS);
      return;
    }
  }
  if (hasSent && taking === 0 && !isPressed()) await show();
}

function sendAll() {
  running ??= rounds().finally(() => {
    running = null;
  });
  return running;
}

// The page is made by the server: once nothing typed can be lost, it is loaded anew.
async function show() {
  await saveNow();
  if (taking > 0 || isPressed()) return;
  if (!isSettled() || isToldLately) {
    tell("", words.reload);
    return;
  }
  leave();
  location.hash = "foto";
  location.reload();
}

async function take(files) {
  taking += 1;
  const room = Number(form.dataset.most) - (await count());
  if (files.length > room) {
    tell("!", words.too_many);
    isToldLately = true;
  }
  for (const file of files.slice(0, Math.max(room, 0))) {
    try {
      await keep(file);
    } catch {
      tell(file.name, words.full);
      isToldLately = true;
    }
  }
  taking -= 1;
  await running;
  await sendAll();
}

const count = () => mine().then((all) => all.length, () => 0); // a browser that stores none has none

// What is handed in is frozen: a photo that still waits here would never be in it. Whoever cannot
// wait presses once more.
let isWarned = false;

async function isHolding(action) {
  if (action !== "send" || isWarned || (taking === 0 && (await count()) === 0)) return false;
  queue.scrollIntoView({ block: "center" });
  await sendAll().catch(() => {});
  if (taking === 0 && (await count()) === 0) return false;
  isWarned = true;
  tell("!", words.photos_wait);
  return true;
}

if (picker && queue && "indexedDB" in window) {
  picker.multiple = true;
  picker.addEventListener("change", () => {
    const files = Array.from(picker.files);
    picker.value = ""; // what waits here must not be sent with the form as well
    isWarned = false;
    take(files);
  });
  form.draft.isHolding = isHolding;
  window.addEventListener("online", sendAll);
  sendAll();
}
