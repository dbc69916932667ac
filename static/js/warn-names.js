// A soft warning below a field whose text looks as if it named somebody. It stops nothing, and tells nobody.
import { looksPersonal } from "./no-names.js";

const FIELDS = "textarea, input[type=text]";

export function warnOfNames(form) {
  form.addEventListener("change", ({ target }) => {
    if (target.matches(FIELDS)) lookAt(target);
  });
  // Whoever was quicker than this script is warned too.
  for (const field of form.querySelectorAll(FIELDS)) {
    if (field.value !== field.defaultValue && field !== document.activeElement) lookAt(field);
  }
}

function lookAt(field) {
  const id = `${field.id}-warning`;
  document.getElementById(id)?.remove();
  const lines = looksPersonal(field.value);
  if (!lines.length) return;
  const warning = document.createElement("p");
  warning.className = "sheet-warning";
  warning.id = id;
  warning.setAttribute("role", "status");
  field.after(warning);
  warning.textContent = `${lines.join(" ")} Write “the pupil” or “the parent” instead, if this is a person.`;
}
