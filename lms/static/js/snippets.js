// Puts a chosen snippet into the comment at once. Without this file the server does it.
const picker = document.getElementById("snippet");
const comment = document.getElementById("comment");
const button = picker?.form.querySelector("button[value=insert]");

button?.addEventListener("click", (event) => {
  event.preventDefault();
  const text = picker.selectedOptions[0].dataset.text;
  if (!text) {
    picker.focus();
    return;
  }
  const before = comment.value.trimEnd();
  comment.value = before ? `${before}\n${text}` : text;
  picker.value = "";
  comment.dispatchEvent(new Event("input", { bubbles: true }));
  comment.focus();
});
