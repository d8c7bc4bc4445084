// The certificate template: the next numbers, as the fields they are made of are typed.
// Without this file the page shows those of the template in force.
const form = document.querySelector("[data-numbers]");
const DELAY = 400;
const FIELDS = [
  "number_pattern",
  "classification",
  "institution",
  "event_code",
  "series",
  "attendance_given",
  "attendance_event_code",
  "attendance_series",
];

let timer;
let running = new AbortController();

async function ask() {
  running.abort();
  running = new AbortController();
  const typed = new FormData(form);
  const query = new URLSearchParams();
  for (const name of FIELDS) if (typed.has(name)) query.set(name, typed.get(name));
  try {
    const answer = await fetch(`${form.dataset.numbers}?${query}`, { signal: running.signal });
    if (!answer.ok || answer.redirected) return;
    const numbers = await answer.json();
    for (const place of form.querySelectorAll("[data-number]")) {
      place.textContent = numbers[place.dataset.number] ?? "–";
    }
  } catch {
    // cut off, or typed on: the last number stays
  }
}

form.addEventListener("input", (event) => {
  if (!FIELDS.includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(ask, DELAY);
});
