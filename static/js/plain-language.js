// The page /plain-language/: what is typed is read here, and goes nowhere. No request, no storage, no address.

import { measure, review } from "./plain-language-rules.js";

const PAUSE = 600; // milliseconds after the last key
const KINDS = { jargon: "Jargon", vague: "Vague", initials: "Initials", long: "Long sentence" };
const known = JSON.parse(document.getElementById("draft-known").textContent);
const part = (name) => document.getElementById(`draft-${name}`);
const draft = document.getElementById("draft");
let waiting = 0;

part("checker").hidden = false;
draft.value = ""; // a browser may bring back what was typed before
draft.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
});
part("check").addEventListener("click", check);
part("clear").addEventListener("click", () => {
  draft.value = "";
  check();
  draft.focus();
});
window.addEventListener("pagehide", () => {
  draft.value = "";
  show("", []);
});

function check() {
  clearTimeout(waiting);
  show(draft.value, review(draft.value, known));
}

function show(text, notes) {
  const empty = !text.trim();
  part("results").hidden = empty;
  say(empty ? "" : notes.length === 0 ? "Nothing to look at again." : counted(notes.length, "thing") + " to look at again.");
  part("measures").replaceChildren(...(empty ? [] : measures(text)));
  part("list").replaceChildren(...notes.map((note, index) => row(note, index)));
  part("copy").replaceChildren(...marked(text, notes));
}

function say(words) {
  // The same words again would be announced again.
  if (part("status").textContent !== words) part("status").textContent = words;
}

function measures(text) {
  const found = measure(text);
  const rows = [
    ["Words", found.words],
    ["Sentences", found.sentences],
    ["Words in a sentence", `${found.perSentence} on average. Below 20 is easy to follow.`],
    ["Reading age", found.age === null ? "Write thirty words or more to see it." : `about ${found.age}`],
  ];
  return rows.map(([label, value]) => {
    const line = element("div");
    line.append(element("dt", "", label), element("dd", "", String(value)));
    return line;
  });
}

function row(note, index) {
  const item = element("li");
  const button = element("button", "app-draft__find", shortened(note.text));
  button.type = "button";
  button.addEventListener("click", () => {
    draft.focus();
    draft.setSelectionRange(note.from ?? note.start, note.end);
  });
  item.id = `draft-note-${index + 1}`;
  item.append(element("strong", `app-tag app-tag--${TONES[note.kind]}`, KINDS[note.kind]), " ", button);
  item.append(element("p", "", note.prompt));
  return item;
}

const TONES = { jargon: "info", vague: "due", initials: "closed", long: "closed" };

// The draft with each place underlined and numbered: a mark is never told by its colour alone.
function marked(text, notes) {
  const pieces = [];
  let at = 0;
  notes.forEach((note, index) => {
    if (note.start < at) return;
    const mark = element("mark", `app-draft__mark app-draft__mark--${note.kind}`, text.slice(note.start, note.end));
    mark.append(element("sup", "", ` ${index + 1} ${KINDS[note.kind].toLowerCase()}`));
    pieces.push(text.slice(at, note.start), mark);
    at = note.end;
  });
  return [...pieces, text.slice(at)];
}

function shortened(text) {
  const words = text.replace(/\s+/g, " ");
  return words.length > 80 ? `${words.slice(0, 77)}...` : words;
}

function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
