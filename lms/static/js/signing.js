// The signing desk: sends the ticked documents one by one, so that each is stored at once and the
// passphrase never waits anywhere but in its field. Without this file the button sends a few.
function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

for (const form of document.querySelectorAll("[data-signing]")) {
  const box = form.querySelector("[data-progress-box]");
  const bar = box.querySelector("progress");
  const told = box.querySelector("[data-progress-text]");
  const fault = form.querySelector("[data-fault]");
  const press = form.querySelector("button:not([type=button])");
  const passphrase = form.elements.passphrase;
  let isRunning = false;

  const ticked = () => [...form.querySelectorAll("[name=certificate]:checked:not(:disabled)")];

  function show(done, all) {
    box.hidden = false;
    bar.max = all;
    bar.value = done;
    told.textContent = fill(form.dataset.progress, { done, all });
  }

  function stop(message) {
    fault.querySelector("[data-fault-text]").textContent = message;
    fault.hidden = false;
    fault.scrollIntoView({ block: "nearest" });
  }

  function finish(tick) {
    tick.disabled = true;
    const state = form.querySelector(`[data-state="${tick.value}"]`);
    state.textContent = form.dataset.done;
  }

  async function send(tick) {
    const fields = new FormData();
    for (const name of ["csrf_token", "signer", "passphrase"]) {
      fields.set(name, form.elements[name].value);
    }
    fields.set("certificate", tick.value);
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json" },
    });
    const said = await answer.json();
    if (!answer.ok) return said.message || said.error || form.dataset.lost;
    finish(tick);
    return "";
  }

  async function run(waiting) {
    for (const [place, tick] of waiting.entries()) {
      show(place, waiting.length);
      const refused = await send(tick);
      if (refused) {
        stop(refused);
        return;
      }
    }
    show(waiting.length, waiting.length);
    passphrase.value = "";
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isRunning) return;
    fault.hidden = true;
    const waiting = ticked();
    if (!waiting.length) {
      stop(form.dataset.none);
      return;
    }
    isRunning = true;
    press.setAttribute("aria-disabled", "true");
    try {
      await run(waiting);
    } catch {
      stop(form.dataset.lost);
    } finally {
      isRunning = false;
      press.removeAttribute("aria-disabled");
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (isRunning) event.preventDefault();
  });
}
