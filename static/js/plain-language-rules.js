// What the page /plain-language/ looks for in a draft, and how it measures it. No page, no network: text in, notes out.

const LONG = 30; // words: a sentence of more is hard to follow
const LEAST = 30; // words: below this a reading age says nothing
// Everybody knows these.
const COMMON = new Set("A&E AM BBC DNA DVD GB GCSE GCSES GP GPS ID IT MP NHS OK PC PE PIN PM TV UK UN USA WC".split(" "));

// Return the notes on `text`, by place: [{start, end, text, kind, prompt}].
// `known` holds phrases [words, kind, prompt] and initials {name: [written out, meaning, old]}.
export function review(text, known) {
  const phrases = known.phrases.flatMap(([words, kind, prompt]) => found(text, pattern(words), kind, prompt));
  const notes = [...phrases, ...initials(text, known.initials)];
  const kept = notes.sort((one, other) => one.start - other.start || other.end - one.end).filter(outside());
  // A long sentence is noted at its end, where it marks nothing that another note marks.
  return [...kept, ...longSentences(text)].sort((one, other) => one.start - other.start);
}

// The longest of notes that overlap stays.
function outside() {
  let end = -1;
  return (note) => {
    if (note.start < end) return false;
    end = note.end;
    return true;
  };
}

function found(text, expression, kind, prompt) {
  return [...text.matchAll(expression)].map((match) => note(text, match.index, match[0].length, kind, prompt));
}

function note(text, start, length, kind, prompt) {
  return { start, end: start + length, text: text.slice(start, start + length), kind, prompt };
}

// "hard to reach" is found as "hard-to-reach" too, and whichever apostrophe was typed.
function pattern(words) {
  const parts = words.trim().split(/[\s-]+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])${parts.join("[\\s\\u00a0-]+").replace(/['’]/g, "['’]")}(?![\\p{L}\\p{N}])`, "giu");
}

// The first use of initials that the draft itself does not write out.
function initials(text, meanings) {
  const seen = new Set();
  const notes = [];
  for (const match of text.matchAll(/(?<![\p{L}\p{N}&])\p{L}*(?:\p{Lu}&?){2,}\p{L}*(?![\p{L}\p{N}])/gu)) {
    const name = match[0].replace(/(?<=\p{Lu})s$/u, "");
    if (seen.has(name) || COMMON.has(name.toUpperCase()) || isShouted(text, match.index)) continue;
    seen.add(name);
    if (isWrittenOut(text, name)) continue;
    notes.push(note(text, match.index, match[0].length, "initials", promptFor(Object.hasOwn(meanings, name) ? meanings[name] : null)));
  }
  return notes;
}

function promptFor(known) {
  if (!known) return "Write it out the first time. It is not in the glossary, so others may not know it. A child’s own initials can stay.";
  const [writtenOut, meaning, old] = known;
  return old ? `An old name. Today: ${writtenOut}. ${meaning}` : `Write it out the first time: ${writtenOut}. ${meaning}`;
}

// "designated safeguarding lead (DSL)" or "DSL (designated safeguarding lead)".
function isWrittenOut(text, name) {
  const safe = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\p{Ll}\\s*\\(${safe}s?\\)|(?<!\\p{L})${safe}s?\\s+\\(\\p{L}+[\\s-]\\p{L}`, "u").test(text);
}

// A line in capitals is a heading, not a row of initials.
function isShouted(text, at) {
  const line = text.slice(text.lastIndexOf("\n", at) + 1).split("\n", 1)[0];
  const words = line.match(/\p{L}{2,}/gu) ?? [];
  return words.length > 2 && words.every((word) => word === word.toUpperCase());
}

function longSentences(text) {
  return sentences(text)
    .filter(({ words }) => words > LONG)
    .map(({ start, end, words }) => ({
      from: start, start: end, end, text: text.slice(start, end).trim(), kind: "long",
      prompt: `This sentence has ${words} words. Make two of it: what happened, and what it meant for the child.`,
    }));
}

// Return {words, sentences, perSentence, age}; age is null for a text too short to say.
export function measure(text) {
  const all = words(text);
  const count = Math.max(sentences(text).length, all.length ? 1 : 0);
  const perSentence = count ? all.length / count : 0;
  const syllables = all.reduce((sum, word) => sum + syllablesOf(word), 0);
  // Flesch-Kincaid grade level (Kincaid and others, 1975); a first grader is six years old.
  const grade = 0.39 * perSentence + 11.8 * (syllables / Math.max(all.length, 1)) - 15.59;
  const age = all.length < LEAST ? null : Math.min(Math.max(Math.round(grade + 5), 5), 25);
  return { words: all.length, sentences: count, perSentence: Math.round(perSentence * 10) / 10, age };
}

function words(text) {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

// A heading, a short line, an item of a list or an empty line ends; a long line may go on in the next, as in e-mail.
const ENDS_OF_BLOCKS = /\n\s*\n|(?<=(?:^|\n)[^\n]{0,59})\n|\n(?=\s*(?:[-•*]|\d+[.)])\s)/g;
// A full stop after one of these ends nothing.
const SHORTENED = /(?:^|[\s(.])(?:\p{L}|Mr|Mrs|Ms|Dr|St|e\.g|i\.e|etc|No)$/u;

function sentences(text) {
  const found = [];
  let start = 0;
  for (const end of [...text.matchAll(ENDS_OF_BLOCKS)].map((match) => match.index).concat(text.length)) {
    const block = text.slice(start, end);
    let from = 0;
    for (const stop of block.matchAll(/[.!?]+["”’)]*(?=\s|$)/g)) {
      const after = stop.index + stop[0].length;
      if (stop[0] === "." && after < block.length && SHORTENED.test(block.slice(Math.max(0, stop.index - 8), stop.index))) continue;
      add(found, text, start + from, start + after);
      from = after;
    }
    add(found, text, start + from, end);
    start = end;
  }
  return found;
}

function add(found, text, start, end) {
  const count = words(text.slice(start, end)).length;
  if (count) found.push({ start, end, words: count });
}

function syllablesOf(word) {
  const letters = word.toLowerCase().replace(/[^a-z]/g, "");
  if (letters.length <= 3) return 1;
  const groups = letters.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, "").match(/[aeiouy]+/g);
  return Math.max(groups ? groups.length : 1, 1);
}
