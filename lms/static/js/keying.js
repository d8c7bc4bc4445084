// Keying from paper without the mouse: Enter goes to the next field, and after the last one saves.
const fields = [...document.querySelectorAll("[data-keying] [data-key]")];

for (const [place, field] of fields.entries()) {
  field.addEventListener("keydown", (event) => {
    const next = fields[place + 1];
    if (event.key !== "Enter" || event.isComposing || !next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
}
