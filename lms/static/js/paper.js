// The paper of a quiz as its page shows it: what is chosen, which question stands on the screen,
// the map, the bar. quiz.js keeps the answers, sitting.js has the time and other tabs, review.js
// what is marked, the look back and the handing in.

self.paper = (() => {
  const root = document.getElementById("kuis");
  const data = root.dataset;
  const words = JSON.parse(data.words);
  const find = (name) => root.querySelector(`[data-${name}]`);
  const forms = new Map(
    [...root.querySelectorAll("[data-question]")].map((it) => [Number(it.dataset.question), it]),
  );
  const items = new Map(
    [...root.querySelectorAll("[data-go]")].map((item) => [Number(item.dataset.go), item]),
  );
  const facts = {
    id: [data.who, data.url, data.number].join("/"),
    user: data.who,
    url: data.url,
    attempt: Number(data.number),
    page: phone.uuid(),
  };

  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
  const announce = (name, detail) => root.dispatchEvent(new CustomEvent(name, { detail }));

  // --- What was answered ------------------------------------------------------------------------

  const inputsOf = (number) => [...forms.get(number).querySelectorAll("[name=pilihan]")];
  const isChoice = (input) => input.type === "radio" || input.type === "checkbox";
  const isTyped = (input) => input.matches("[data-typed]");
  const isFile = (number) => "file" in forms.get(number).dataset; // sent by a form of its own

  function isGiven(input) {
    if (isChoice(input)) return input.checked;
    return isTyped(input) ? input.value.trim() !== "" : !input.value.endsWith("=");
  }

  // Whether it was given since the page came: also while this script was still on its way.
  function isChanged(input) {
    if (isChoice(input)) return input.checked !== input.defaultChecked;
    if (isTyped(input)) return input.value !== input.defaultValue;
    const brought = [...input.options].find((option) => option.defaultSelected);
    return input.value !== (brought ?? input.options[0]).value;
  }

  function chosenOf(number) {
    if (isFile(number)) return [forms.get(number).dataset.file].filter(Boolean);
    return inputsOf(number)
      .filter(isGiven)
      .map((input) => input.value.trim())
      .sort();
  }

  const told = new Map(); // by question: the answer that was last handed over
  const note = (number) => told.set(number, JSON.stringify(chosenOf(number)));

  function setChoices(number, choices) {
    for (const input of inputsOf(number)) {
      if (isChoice(input)) input.checked = choices.includes(input.value);
      else if (isTyped(input)) input.value = choices[0] ?? "";
      else {
        const left = input.value.split("=")[0];
        input.value = choices.find((pair) => pair.startsWith(`${left}=`)) ?? `${left}=`;
      }
    }
    note(number);
    describe(number);
    mark(number);
  }

  // --- What the page shows ----------------------------------------------------------------------

  let shown = [...forms.keys()].find((number) => !forms.get(number).hidden);
  const answered = new Set();

  function setStatus(number, text, isWarning = false) {
    const line = forms.get(number).querySelector("[data-status]");
    line.textContent = text;
    line.classList.toggle("quiz__status--warn", isWarning);
  }

  function showBar(text, needsSignIn = false) {
    find("bar-text").textContent = text;
    find("bar-link").hidden = !needsSignIn;
    find("bar").hidden = text === "";
  }

  function mark(number) {
    const isAnswered = chosenOf(number).length > 0;
    answered[isAnswered ? "add" : "delete"](number);
    const item = items.get(number);
    item.classList.toggle("quiz-map__item--answered", isAnswered);
    item.querySelector("[data-mark]").textContent = words[isAnswered ? "answered" : "open"];
    find("count").textContent = answered.size;
    find("progress").value = answered.size;
  }

  // "soal", "periksa" or "kiriman": a question, the look back, or what was handed in.
  function turnTo(view, number = 0) {
    for (const each of root.querySelectorAll("[data-view]")) each.hidden = each.dataset.view !== view;
    for (const [each, form] of forms) form.hidden = each !== number;
    items.get(shown).removeAttribute("aria-current");
    if (number) shown = number;
    if (number) items.get(number).setAttribute("aria-current", "step");
    window.scrollTo(0, 0);
    root.querySelector(number ? `#nomor-${number}` : `[data-view="${view}"] h2`).focus({
      preventScroll: true,
    });
    announce("shown", number);
  }

  function show(number, { isNew = true } = {}) {
    if (!forms.has(number)) return;
    if (isNew) history.pushState({ number }, "", `?soal=${number}`);
    turnTo("soal", number);
  }

  // What is said of an answer while it is being given: its words, or two things at one place.
  function describe(number) {
    const form = forms.get(number);
    const count = form.querySelector("[data-word-count]");
    if (count) {
      const text = inputsOf(number)[0].value.trim();
      count.textContent = say("words", { count: text === "" ? 0 : text.split(/\s+/).length });
    }
    const same = form.querySelector("[data-same-place]");
    if (same) {
      const places = chosenOf(number).map((pair) => pair.split("=")[1]);
      same.hidden = new Set(places).size === places.length;
    }
  }

  return {
    announce, answered, chosenOf, data, describe, facts, find, forms, inputsOf, isChanged, isTyped, items, mark,
    note, root, say, setChoices, setStatus, show, showBar, told, turnTo, words,
    get shown() {
      return shown;
    },
  };
})();
