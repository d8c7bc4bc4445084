// Sitting a paper: the time that is left, the beat by which the server knows that the page is open,
// and the same paper in another tab. The time left comes from the server; the phone's own clock
// only bridges a page that was opened again without signal.

(() => {
  const { data, facts, find, root, say, showBar, words } = self.paper;
  const BEAT_MS = 30000;
  const LAST_SECONDS = 120;
  const PATIENCE_MS = 800; // a page that is loaded again still holds its own lock for a moment
  const DRIFT_MS = 5000;

  // --- Time ---------------------------------------------------------------------------------------

  let endsAt = Infinity; // on performance.now(), which no setting of the clock can move
  let isOver = false;
  let hasWarned = false;
  let isEnding = false;

  const setRemaining = (seconds) => {
    endsAt = performance.now() + seconds * 1000;
  };

  async function remember(seconds) {
    setRemaining(seconds);
    const end = Date.now() + seconds * 1000;
    const paper = await answers.paper(facts.id);
    if (Math.abs(paper.endsAt - end) < DRIFT_MS) return;
    await answers.change(facts.id, (each) => void (each.endsAt = end));
  }

  function tick() {
    const seconds = Math.max(Math.ceil((endsAt - performance.now()) / 1000), 0);
    const two = (number) => String(number).padStart(2, "0");
    find("remaining-text").textContent = say("left", {
      time: `${two(Math.floor(seconds / 60))}.${two(seconds % 60)}`,
    });
    find("time-left").classList.toggle("quiz__time--last", seconds <= LAST_SECONDS);
    if (seconds <= LAST_SECONDS && seconds > 0 && !hasWarned) {
      hasWarned = true;
      find("announce").textContent = words.last;
    }
    if (seconds === 0 && !isOver) timeUp();
  }

  async function leave() {
    isOver = true;
    await answers.turn(); // what comes late is told to the server all the same
    await answers.forget(facts);
    find("submit").submit(); // leads to the receipt
  }

  // Says whether the attempt goes on, as far as the server could be asked.
  async function beat() {
    const { attempt, page } = facts;
    const reply = await answers.sendAs(facts.user, `${facts.url}/denyut`, "POST", { attempt, page });
    if (reply.status === 401) showBar(words.signed_out, true);
    if (!reply.ok || isOver) return false;
    answers.trust(facts.user, reply.body.csrf_token);
    for (const input of root.querySelectorAll("[name=csrf_token]")) {
      input.value = reply.body.csrf_token;
    }
    if (reply.body.is_submitted || reply.body.attempt !== attempt) {
      await leave();
      return false;
    }
    await remember(reply.body.remaining);
    return true;
  }

  async function tryBeat() {
    if (isOver || document.visibilityState !== "visible") return;
    try {
      await beat();
    } catch (error) {
      if (error.reason === "signed_out") showBar(words.signed_out, true);
    }
  }

  async function timeUp() {
    if (isEnding) return;
    isEnding = true;
    await quiz.keepTyped();
    showBar(words.up);
    await answers.turn();
    try {
      if ((await beat()) && endsAt <= performance.now()) await leave();
    } catch {
      // No signal: the server ends the attempt by itself.
    }
    setTimeout(() => (isEnding = false), 5000);
  }

  root.addEventListener("remaining", ({ detail }) => remember(detail));
  root.addEventListener("recalled", ({ detail }) => {
    const { kept } = document.documentElement.dataset; // by the worker, which brought an old page
    if (!kept) remember(Number(data.remaining));
    else setRemaining(((detail.endsAt || Number(kept) + data.remaining * 1000) - Date.now()) / 1000);
    tick();
    setInterval(tick, 1000);
    setInterval(tryBeat, BEAT_MS);
    tryBeat();
  });
  document.addEventListener("visibilitychange", tryBeat);

  // --- Other tabs ---------------------------------------------------------------------------------

  const showOther = (isThere) => {
    find("other-tab").hidden = !isThere;
  };

  // Whoever has the lock is the tab to go on in. Both can answer, and the newest tap counts; the
  // other one says so, and takes over when asked or when the first one is gone.
  function hold(options = {}) {
    const late = setTimeout(showOther, PATIENCE_MS, true);
    const forever = () => {
      clearTimeout(late);
      showOther(false);
      return new Promise(() => {});
    };
    navigator.locks.request(`paper ${facts.id}`, options, forever).catch(() => {
      showOther(true);
      hold();
    });
  }

  if (navigator.locks) {
    hold();
    find("take-over").addEventListener("click", () => hold({ steal: true }));
  }

  // --- Without signal -----------------------------------------------------------------------------

  // The worker keeps pages that it brings; this one came before there was a worker.
  if (!navigator.serviceWorker?.controller) pages.keepThis(location.pathname);
})();
