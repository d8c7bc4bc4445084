// Keeps a part of a page fresh ([data-refresh]) or reloads a waiting page ([data-reload]).
// Without scripts the page's own <meta http-equiv="refresh"> does the same, more slowly.

async function refresh(box) {
  const lost = document.getElementById(box.dataset.refreshLost);
  try {
    const answer = await fetch(box.dataset.refresh, { signal: AbortSignal.timeout(8000) });
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      location.reload(); // signed out meanwhile: the whole page says so
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    box.innerHTML = await answer.text();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(refresh, Number(box.dataset.refreshSeconds) * 1000, box);
}

for (const box of document.querySelectorAll("[data-refresh]")) {
  setTimeout(refresh, Number(box.dataset.refreshSeconds) * 1000, box);
}

for (const box of document.querySelectorAll("[data-reload]")) {
  setTimeout(() => location.reload(), Number(box.dataset.reload) * 1000);
}
