// The form of a sheet: what is typed stays in this browser until it is cleared, a day at most, and a soft warning
// says what looks like a person. Nothing of either goes to the server.
import { warnOfNames } from "./warn-names.js";

const KEY = "sheet:";
const LONGEST = 24 * 60 * 60 * 1000;
const form = document.querySelector(".app-sheet--form");
const key = KEY + location.pathname;

forgetOldOnes();
const begun = values(); // as the server sent it
const kept = read(key);
const comesBack = document.querySelector(".govuk-error-summary, .app-banner--due"); // what the server shows is newer
if (kept && !comesBack) restore(kept.values);
const box = offerClear();
if (kept && !comesBack && same(kept.values, values()) && !same(begun, kept.values)) {
  say(`What you typed here on ${when(kept.at)} is back.`);
}
form.addEventListener("input", keep);
form.addEventListener("change", keep);
if (document.querySelector(".sheet-notice")) warnOfNames(form);

function values() {
  const found = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) found[name] = value;
  for (const field of form.elements) if (field.type === "hidden") delete found[field.name];
  return found;
}

function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

function restore(given) {
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "submit") continue;
    const value = given[field.name] ?? "";
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.value === value;
    else field.value = value;
  }
}

function keep() {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values() }));
    say("What you type is kept in this browser alone, for a day at most.");
  } catch {
    // A browser that keeps nothing: the form works all the same.
  }
}

function read(name) {
  try {
    const found = JSON.parse(localStorage.getItem(name));
    return found && typeof found.values === "object" ? found : null;
  } catch {
    return null;
  }
}

function forgetOldOnes() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(KEY) && !(Date.now() - read(name)?.at < LONGEST)) localStorage.removeItem(name);
    }
  } catch {
    // As above.
  }
}

function offerClear() {
  const made = document.createElement("div");
  made.className = "sheet-kept app-no-print";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "govuk-button govuk-button--secondary";
  clear.textContent = "Clear what is kept here";
  clear.addEventListener("click", () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
    restore(begun);
    for (const warning of form.querySelectorAll(".sheet-warning")) warning.remove();
    say("Cleared. Nothing of this sheet is kept in this browser.");
  });
  made.append(said, clear);
  form.before(made);
  said.textContent = "What you type is kept in this browser alone, for a day at most. On a computer that others use, clear it when you have your copy.";
  return made;
}

function say(text) {
  const said = box.querySelector("p");
  if (said.textContent !== text) said.textContent = text;
}

function when(time) {
  return new Date(time).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}
