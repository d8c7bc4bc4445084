// Keys for grading: 1-4 choose a level, J and K go on to the next work and back.
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("textarea")) return;
  const key = event.key.toLowerCase();
  if (key === "j") follow("next");
  else if (key === "k") follow("prev");
  else if (form && "1234".includes(key)) chooseLevel(key);
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
