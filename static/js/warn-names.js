// A soft warning below a field whose text looks as if it named somebody. It stops nothing, and tells nobody.
import { looksPersonal } from "./no-names.js";

export function warnOfNames(form) {
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("textarea, input[type=text]")) return;
    const id = `${target.id}-warning`;
    document.getElementById(id)?.remove();
    const lines = looksPersonal(target.value);
    if (!lines.length) return;
    const warning = document.createElement("p");
    warning.className = "sheet-warning";
    warning.id = id;
    warning.setAttribute("role", "status");
    target.after(warning);
    warning.textContent = `${lines.join(" ")} Write “the pupil” or “the parent” instead, if this is a person.`;
  });
}
