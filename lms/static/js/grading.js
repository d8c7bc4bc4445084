// Keys for grading: 1-4 choose a level, Enter saves and opens the next work, J and K only move.
// Without this file the page works the same way by mouse, touch and Tab.
const form = document.querySelector(".grading-form");

function follow(direction) {
  const link = document.querySelector(`.grading-bar a[rel="${direction}"]`);
  if (link && !hasChanges()) link.click();
}

function state() {
  return JSON.stringify(
    [...new FormData(form)].filter(([name]) => name.startsWith("level-") || name === "comment"),
  );
}

const before = form && state();

function hasChanges() {
  return Boolean(form) && state() !== before;
}

function showChanges() {
  form.querySelector(".grading-form__dirty").hidden = !hasChanges();
}

function chooseLevel(level) {
  const groups = [...form.querySelectorAll(".levels")];
  const inside = document.activeElement.closest?.(".levels");
  const group = inside || groups.find((one) => !one.querySelector(":checked"));
  const choice = group?.querySelector(`input[value="${level}"]`);
  if (!choice) return;
  choice.checked = true;
  showChanges();
  const next = groups[groups.indexOf(group) + 1];
  const target = next ? next.querySelector(":checked") || next.querySelector("input") : choice;
  target.focus();
}

// What is still open comes first; a comment and buttons have an Enter of their own.
function goOn() {
  const open = [...form.querySelectorAll(".levels")].find((one) => !one.querySelector(":checked"));
  const next = form.querySelector('.grading-form__actions button[value="next"]');
  if (open) open.querySelector("input").focus();
  else if (next) form.requestSubmit(next);
  else form.elements.namedItem("comment")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "j") follow("next");
  else if (key === "k") follow("prev");
  else if (form && "1234".includes(key)) chooseLevel(key);
  else if (form && key === "enter" && !event.target.closest("a, button, select, summary")) goOn();
  else return;
  event.preventDefault();
});

if (form) {
  form.querySelector(".grading-form__keys").hidden = false;
  form.addEventListener("input", showChanges);
  let isSending = false;
  form.addEventListener("submit", () => {
    isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && hasChanges()) event.preventDefault();
  });
}
