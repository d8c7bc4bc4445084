// Keeps every answer of the paper at once, and says where it is.
//
// An answer lives in three places: the page, this phone (answers.js), and the server. "Tersimpan di
// server" is shown only after the server said so. Answers carry a sequence number per question, so
// that an older one never replaces a newer one.

self.quiz = (() => {
  const { announce, chosenOf, data, describe, facts, forms, inputsOf, isChanged, isTyped, mark, note, root, say,
    setChoices, setStatus, show, showBar, told, turnTo, words } = self.paper;
  const TYPING_MS = 800;

  // --- Keeping, and what became of it -----------------------------------------------------------

  let isKept = true; // false where the browser refuses to store anything
  let result = ""; // where to go once all is sent of an attempt that ended
  let isLeaving = false;
  const timers = new Map();
  const unwritten = new Map(); // by question: the keeping of the last tap, until it is done
  const touched = new Set();
  const brought = new Map(); // the sequences that the page came with

  // What waits may be older than what was just tapped or is being typed, which nothing has yet.
  const isWritten = (number) => !unwritten.has(number) && !timers.has(number);

  const bear = (number, sequence) => {
    const { dataset } = forms.get(number);
    dataset.sequence = Math.max(Number(dataset.sequence), sequence);
  };

  async function answerChanged(number, { isForced = false } = {}) {
    clearTimeout(timers.get(number));
    const wasTyping = timers.delete(number); // and its line has said so since
    const choices = chosenOf(number);
    const given = JSON.stringify(choices);
    if (told.get(number) === given && !wasTyping && !isForced) return;
    told.set(number, given);
    touched.add(number);
    mark(number);
    setStatus(number, words.storing);
    const floor = Number(forms.get(number).dataset.sequence);
    const keeping = answers.keep(facts, number, choices, floor);
    unwritten.set(number, keeping);
    isKept = await keeping;
    if (!isKept) showBar(words.unstored);
    if (unwritten.get(number) === keeping) {
      unwritten.delete(number);
      setStatus(number, words[isKept ? "kept" : "sending"]);
    }
    answers.whisper({ kind: "tapped", answer: { ...facts, question: number, choices } });
    answers.turn();
  }

  function settled(kind, { question: number, choices, sequence, page }, reply) {
    if (kind === "saved") {
      bear(number, sequence);
      announce("remaining", reply.remaining);
      const isNewest = told.get(number) === JSON.stringify(choices);
      if (isNewest && isWritten(number)) setStatus(number, say("saved", { time: reply.saved_at }));
    } else if (kind === "tapped") {
      if (timers.has(number)) return; // being typed here, which is newer
      setChoices(number, choices);
      setStatus(number, words.elsewhere);
    } else if (kind === "refused") {
      told.delete(number);
      setStatus(number, words.refused, true);
    } else if (inputsOf(number).some(isTyped) && page === facts.page) {
      bear(number, reply.sequence);
      answerChanged(number, { isForced: true }); // what was typed here is newer, and is not lost
    } else {
      bear(number, reply.sequence);
      setChoices(number, reply.choices);
      setStatus(number, words.conflict, true);
    }
  }

  async function held(reason, message) {
    const waiting = await answers.waiting(facts.id);
    const isWished = (await answers.wishes()).some(({ id }) => id === facts.id);
    if (waiting.length === 0 && !isWished) return; // another tab has sent it all meanwhile
    for (const { question, isLoose } of waiting) {
      if (isWritten(question)) setStatus(question, words[isLoose ? "unkept" : "waiting"], true);
    }
    const isSafe = !waiting.some(({ isLoose }) => isLoose);
    let key = reason === "offline" && !isSafe ? "offline_unkept" : reason;
    if (waiting.length === 0) key = { offline: "no_signal", trouble: "no_reply" }[reason] ?? reason;
    showBar(message || say(key, { count: waiting.length }), reason === "signed_out");
  }

  answers.listen(({ kind, answer, reply, reason, message }) => {
    if (answer && answer.id !== facts.id) return;
    if (kind === "held") held(reason, message);
    else if (kind === "clear") showBar(isKept ? "" : words.unstored);
    else if (kind === "closed" || kind === "submitted") result = reply.result;
    else settled(kind, answer, reply);
    if (kind === "closed") showBar(reply.message);
    if (!result || isLeaving || kind === "closed") return;
    isLeaving = true;
    location.assign(result);
  });

  // What this phone knows and the page does not: it was kept, or loaded before an answer was sent.
  async function recall() {
    const paper = await answers.paper(facts.id);
    const waiting = new Set((await answers.waiting(facts.id)).map(({ question }) => question));
    for (const [key, { choices, sequence }] of Object.entries(paper.given)) {
      const number = Number(key);
      if (touched.has(number)) continue; // what was read is older than what was tapped meanwhile
      if (sequence <= brought.get(number)) continue;
      const isShown = told.get(number) === JSON.stringify(choices);
      setChoices(number, choices);
      const isSent = sequence <= Number(forms.get(number).dataset.sequence);
      if (isSent && isShown) continue; // and told
      bear(number, sequence);
      setStatus(number, words[waiting.has(number) ? "waiting" : "saved_before"]);
    }
    announce("recalled", paper);
    return answers.turn();
  }

  // --- Events -----------------------------------------------------------------------------------

  // A file goes with a page load, so what was just given elsewhere is kept before it.
  function keepTyped() {
    const typed = [...timers.keys()].map((number) => answerChanged(number));
    return Promise.all([...typed, ...unwritten.values()]);
  }

  // The form of a file that was chosen but not sent: going on must not lose it.
  function unsentFile(number) {
    const field = forms.get(number).querySelector("[data-upload] [type=file]");
    return field?.files.length > 0 ? field.form : null;
  }

  async function uploads(event, number) {
    const { submitter, target } = event;
    if (navigator.onLine === false) {
      event.preventDefault();
      keepTyped();
      setStatus(number, words.file_offline, true);
    } else if (timers.size + unwritten.size > 0) {
      event.preventDefault();
      await keepTyped();
      target.requestSubmit(submitter);
    }
  }

  function goOn(number, isBack) {
    const file = unsentFile(number);
    if (file) return file.requestSubmit();
    if (timers.has(number)) answerChanged(number);
    if (isBack) return show(number - 1);
    return number === forms.size ? goToReview() : show(number + 1);
  }

  function goToReview() {
    const unsent = [...forms.keys()].find((number) => unsentFile(number));
    if (unsent) {
      show(unsent);
      unsentFile(unsent).requestSubmit();
      return;
    }
    keepTyped();
    history.pushState({ view: "periksa" }, "", "?soal=periksa");
    turnTo("periksa");
  }

  for (const [number, form] of forms) {
    form.addEventListener("change", (event) => {
      if (event.target.name !== "pilihan") return;
      describe(number);
      answerChanged(number);
    });
    form.addEventListener("input", (event) => {
      if (!event.target.matches("[data-typed]")) return;
      describe(number);
      setStatus(number, words.storing);
      clearTimeout(timers.get(number));
      timers.set(number, setTimeout(() => answerChanged(number), TYPING_MS));
    });
    const next = form.querySelector('[value="lanjut"]');
    next.textContent = number === forms.size ? words.check : words.next;
    form.addEventListener("submit", (event) => {
      if (event.target.matches("[data-upload]")) return uploads(event, number);
      event.preventDefault();
      return goOn(number, event.submitter?.value === "kembali");
    });
    brought.set(number, Number(form.dataset.sequence));
    note(number);
    mark(number);
  }
  root.addEventListener("click", (event) => {
    const target = event.target.closest("[data-go], [data-review], [data-map]");
    if (!target || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (target.dataset.go) show(Number(target.dataset.go));
    else if ("review" in target.dataset) goToReview();
    else root.querySelector("#peta-judul").scrollIntoView();
  });
  window.addEventListener("popstate", ({ state }) => {
    if (!state) return; // a link to a place of this page
    if (state.view) turnTo(state.view);
    else show(state.number, { isNew: false });
  });
  window.addEventListener("offline", async () => {
    const count = (await answers.waiting(facts.id)).length;
    showBar(say(count === 0 ? "no_signal" : isKept ? "offline" : "offline_unkept", { count }));
  });
  window.addEventListener("online", async () => {
    const count = (await answers.waiting(facts.id)).length;
    showBar(count > 0 ? say("back", { count }) : "");
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // the back button must not show an old paper
  });

  answers.trust(facts.user, data.csrf);
  document.addEventListener("DOMContentLoaded", () => {
    const asked = new URLSearchParams(location.search).get("soal");
    // A kept page was kept at another question.
    const first = forms.has(Number(asked)) ? Number(asked) : self.paper.shown;
    history.replaceState({ number: first }, "", `?soal=${first}`);
    turnTo("soal", first);
    if (asked === "periksa") goToReview();
    for (const number of forms.keys()) {
      if (inputsOf(number).some(isChanged)) answerChanged(number, { isForced: true });
    }
    recall();
  });

  return { keepTyped };
})();
