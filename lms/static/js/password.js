// Lets a person see the password being typed. Without this script the field works as ever.
for (const button of document.querySelectorAll(".govuk-password-input__toggle")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    button.textContent = visible ? button.dataset.hide : button.dataset.show;
    button.setAttribute("aria-label", visible ? button.dataset.hideLabel : button.dataset.showLabel);
  };
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  // Browsers offer to keep a password only from a field that is one again.
  input.form.addEventListener("submit", () => show(false));
}
