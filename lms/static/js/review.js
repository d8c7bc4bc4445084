// What is marked as doubtful, the look back over the paper, and handing it in: all from what this
// phone knows, so that it works without signal. A paper handed in without signal is locked here,
// and goes to the server after its answers.

(() => {
  const { answered, chosenOf, facts, find, forms, inputsOf, isTyped, items, root, say, show, showBar,
    turnTo, words } = self.paper;
  const flags = new Set(); // they stay on this phone
  const flag = find("flag");
  const box = flag.querySelector("input");
  let shown = 0;
  let wish = null;

  // --- Marked as doubtful ------------------------------------------------------------------------

  function paint(number) {
    const item = items.get(number);
    const isFlagged = flags.has(number);
    item.classList.toggle("quiz-map__item--flagged", isFlagged);
    item.querySelector("[data-flagged]").textContent = isFlagged ? words.flagged : "";
  }

  box.addEventListener("change", () => {
    flags[box.checked ? "add" : "delete"](shown);
    paint(shown);
    answers.change(facts.id, (paper) => void (paper.flags = [...flags]));
  });

  // --- The look back -----------------------------------------------------------------------------

  function remarkOn(number) {
    const chosen = chosenOf(number);
    const form = forms.get(number);
    if (chosen.length === 0) return "";
    const same = form.querySelector("[data-same-place]");
    if (same && !same.hidden) return words.same_place;
    const [field] = inputsOf(number);
    if (field?.matches("select")) return chosen.length < inputsOf(number).length ? words.unfinished : "";
    if (field?.inputMode === "decimal") return /\d/.test(chosen[0]) ? "" : words.no_number;
    const { least, most } = field?.dataset ?? {};
    if (!field || !isTyped(field) || !most) return "";
    const count = chosen[0].split(/\s+/).length;
    return count < Number(least) || count > Number(most) ? say("word_range", { least, most }) : "";
  }

  function line(number, text, action) {
    const row = document.createElement("li");
    row.className = "quiz-review__item";
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `?soal=${number}`;
    link.textContent = action;
    const about = document.createElement("span");
    about.className = "govuk-visually-hidden";
    about.textContent = ` ${say("question", { n: number })}`;
    link.append(about);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(number);
    });
    const words = document.createElement("span");
    words.textContent = text;
    row.append(words, link);
    return row;
  }

  function draw() {
    const rows = [];
    for (const n of forms.keys()) {
      if (!answered.has(n)) rows.push(line(n, say("review_open", { n }), words.review_answer));
    }
    for (const n of forms.keys()) {
      if (flags.has(n)) rows.push(line(n, say("review_flagged", { n }), words.review_look));
    }
    for (const n of forms.keys()) {
      const remark = remarkOn(n);
      if (remark) rows.push(line(n, say("review_remark", { n, remark }), words.review_look));
    }
    find("review-count").textContent = say("review_count", {
      count: answered.size,
      total: forms.size,
    });
    find("review-list").replaceChildren(...rows);
  }

  // --- Handing in --------------------------------------------------------------------------------

  const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  function localCode() {
    const letters = [...crypto.getRandomValues(new Uint8Array(8))].map(
      (byte) => ALPHABET[byte % ALPHABET.length],
    );
    return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
  }

  function showWish() {
    find("local-code").textContent = wish.code;
    turnTo("kiriman");
  }

  // Only the pages that wait: with signal the receipt follows at once (quiz.js goes there).
  find("submit").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (wish) return;
    wish = { code: localCode() };
    showBar(words.sending);
    await quiz.keepTyped();
    const isKept = await answers.handIn(facts, wish);
    find("unkept").hidden = isKept;
    for (const part of root.querySelectorAll("[data-stored]")) part.hidden = !isKept;
    const reason = await answers.turn();
    if (reason) showWish();
  });

  find("back").addEventListener("click", (event) => {
    event.preventDefault();
    const open = [...forms.keys()].find((number) => !answered.has(number));
    show(open ?? forms.size);
  });

  root.addEventListener("recalled", ({ detail }) => {
    for (const number of detail.flags) flags.add(number);
    flags.forEach(paint);
    box.checked = flags.has(shown);
    wish = detail.wish;
    if (wish) showWish();
  });
  root.addEventListener("shown", ({ detail }) => {
    shown = detail;
    const isReview = !find("review-page").hidden;
    if (wish && (shown || isReview)) return showWish();
    if (isReview) draw();
    if (!shown) return;
    box.checked = flags.has(shown);
    forms.get(shown).querySelector("[data-status]").before(flag);
    flag.hidden = false;
  });
})();
