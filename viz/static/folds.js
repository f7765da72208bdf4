// Escape folds what is open around the focus, and leaves the focus on what opens it again. A field with a text keeps it first.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (event.target.matches("input:not([type=checkbox], [type=radio], [type=range])") && event.target.value && !event.target.readOnly) return;
  const open = event.target.closest("details[open]");
  if (!open) return;
  event.preventDefault();
  open.open = false;
  open.querySelector("summary").focus();
});
