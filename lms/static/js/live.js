// The room during a test: fetches who is where every few seconds and shows it when it has changed.
// Whoever walks along the links with the keyboard stays on the same link.

const root = document.querySelector("[data-live]");
const notices = { lost: document.getElementById("terputus"), ended: document.getElementById("berakhir") };
const EVERY_MS = 8000;
const ENDED = [401, 403, 404];

let shown = root.innerHTML.trim();
let isBusy = false;

function tell(which) {
  for (const [name, notice] of Object.entries(notices)) notice.hidden = name !== which;
}

function show(html) {
  if (html.trim() === shown) return;
  const held = root.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  root.innerHTML = html;
  shown = html.trim();
  if (held) root.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

async function renew() {
  if (isBusy || document.visibilityState !== "visible") return;
  isBusy = true;
  try {
    const answer = await fetch(root.dataset.live, { redirect: "manual", signal: AbortSignal.timeout(8000) });
    if (answer.type === "opaqueredirect" || ENDED.includes(answer.status)) {
      tell("ended");
    } else if (answer.ok) {
      show(await answer.text());
      tell(null);
    } else {
      tell("lost");
    }
  } catch {
    tell("lost");
  }
  isBusy = false;
}

setInterval(renew, EVERY_MS);
window.addEventListener("online", renew);
document.addEventListener("visibilitychange", renew);
