// The list of questions: one tick for all that can be ticked ([data-tick-all] has its label).

for (const form of document.querySelectorAll("[data-tick-all]")) {
  const ticks = [...form.querySelectorAll("tbody input[type=checkbox]")];
  if (ticks.length < 2) continue;
  const box = document.createElement("p");
  box.className = "govuk-checkboxes govuk-checkboxes--small question-tick-all";
  box.innerHTML =
    '<span class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" id="centang-semua"><label class="govuk-label govuk-checkboxes__label" for="centang-semua"></label></span>';
  box.querySelector("label").textContent = form.dataset.tickAll;
  const all = box.querySelector("input");
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked;
  });
  form.querySelector("table").before(box);
}

// The edit page: a preview as one types. Without this file the button Pratinjau does the same.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const page = document.getElementById("pratinjau");
  const lost = document.getElementById("pratinjau-putus");
  let running = new AbortController();
  let timer;
  let isSending = false;
  let isTouched = false;

  async function preview() {
    running.abort();
    running = new AbortController();
    const mine = running;
    try {
      const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(8000)]);
      const body = new FormData(form);
      const answer = await fetch(form.dataset.preview, { method: "POST", body, signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const html = await answer.text();
      if (mine !== running) return;
      const isOpen = page.querySelector("details")?.open;
      page.innerHTML = html; // cleaned by the server, as for every trainee
      if (isOpen && page.querySelector("details")) page.querySelector("details").open = true;
      lost.hidden = true;
    } catch {
      if (mine === running) lost.hidden = false;
    }
  }

  form.addEventListener("input", () => {
    isTouched = true;
    clearTimeout(timer);
    timer = setTimeout(preview, 500);
  });
  form.addEventListener("submit", () => {
    isSending = true;
  });
  window.addEventListener("pageshow", () => {
    isSending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isTouched && !isSending) event.preventDefault();
  });
}
