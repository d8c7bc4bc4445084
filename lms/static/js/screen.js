// The projector: fetches the code when it changes and the names every few seconds, for hours, with
// one timer. The server says how long a code is still shown; between the two only the countdown
// moves. What cannot be fetched any more is not left on the screen.

const root = document.querySelector("[data-screen]");
const notices = { lost: document.getElementById("terputus"), ended: document.getElementById("berakhir") };
const NAMES_MS = 5000;
const RETRY_MS = 3000;
const GRACE_MS = 30000; // for so long the server still takes a code that is no longer shown
const MARGIN_MS = 200;

let changesAt = 0; // on performance.now(), which no setting of the clock can move
let namesAt = 0;
let retryAt = 0;
let isBusy = false;

class EndedError extends Error {}

async function fetchPart(url) {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(8000) });
  if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) throw new EndedError();
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

function readLeft() {
  changesAt = performance.now() + Number(root.querySelector("[data-left]").dataset.left) * 1000 + MARGIN_MS;
  namesAt = performance.now() + NAMES_MS;
}

function showLeft() {
  const line = root.querySelector("[data-words]");
  const seconds = Math.max(Math.ceil((changesAt - MARGIN_MS - performance.now()) / 1000), 0);
  if (line) line.textContent = line.dataset.words.replace("{seconds}", seconds);
}

function tell(which) {
  for (const [name, notice] of Object.entries(notices)) notice.hidden = name !== which;
  root.classList.toggle("screen--old", which === "ended" || performance.now() > changesAt + GRACE_MS);
}

async function renew() {
  if (performance.now() >= changesAt) {
    root.innerHTML = await fetchPart(root.dataset.screen);
    readLeft();
  } else {
    document.getElementById("nama").innerHTML = await fetchPart(root.dataset.names);
    namesAt = performance.now() + NAMES_MS;
  }
}

async function tick() {
  showLeft();
  const now = performance.now();
  if (isBusy || now < retryAt || now < Math.min(changesAt, namesAt)) return;
  isBusy = true;
  try {
    await renew();
    tell(null);
  } catch (error) {
    retryAt = performance.now() + RETRY_MS;
    tell(error instanceof EndedError ? "ended" : "lost");
  }
  isBusy = false;
  showLeft();
}

function renewNow() {
  changesAt = Math.min(changesAt, performance.now());
  retryAt = 0;
  tick();
}

readLeft();
setInterval(tick, 500);
window.addEventListener("online", renewNow);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") renewNow(); // a laptop that slept shows an old code
});
