// What looks like a person in a text that should name nobody: a hint and never a verdict.
// The patterns are those of portal/no_names.py, which a test holds.
const PUPIL_NUMBER = /(?<![\p{L}\p{N}_])[A-Za-z]\d{11}[0-9A-Za-z](?![\p{L}\p{N}_])/gu;
const DATE = /(?<![\p{L}\p{N}_])\d{1,2}[./-]\d{1,2}[./-](\d{4})(?![\p{L}\p{N}_])/gu;
const BORN = /\b(?:d\.?o\.?b\b|date of birth|born on)[^\n]{0,30}/giu;
const TITLE = /\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][\p{L}\p{N}_’'-]+/gu;
const CALLED =
  /\b(?:child|pupil|student|boy|girl|son|daughter|brother|sister|mother|father|mum|dad|called|named),? ([A-Z][a-z’'-]+)(?![\p{L}\p{N}_])/gu;
const PAIR = /(?<=[a-z,;] )[A-Z][a-z’'-]+ [A-Z][a-z’'-]+/gu;
const INSTITUTIONS =
  /\b(?:Academy|Act|Care|Centre|Child|Children|Code|College|Committee|Council|County|Court|Day|Department|Early|Education|Encompass|England|Family|Front|Government|Group|Health|Help|High|Hospital|House|Hub|Key|Lead|Local|Mental|Monday|Tuesday|Wednesday|Thursday|Friday|Network|Office|Officer|Operation|Park|Plan|Police|Prevent|Primary|Protection|Road|Safe|Safeguarding|School|Service|Services|Social|Stage|Street|Team|Term|Together|Trust|United|Week|Working|Year)\b/u;
const MOST = 5;
const [YOUNGEST, OLDEST] = [2, 25];

// Returns up to five lines that say what in `text` looks like a person; none where nothing does.
export function looksPersonal(text) {
  const lines = all(text, PUPIL_NUMBER).map((found) => `“${found}” looks like a unique pupil number.`);
  const year = new Date().getFullYear();
  const dates = [...text.matchAll(DATE)].filter(([, born]) => year - born >= YOUNGEST && year - born <= OLDEST);
  for (const found of [...dates.map(([date]) => date), ...all(text, BORN)]) {
    lines.push(`“${found.trim()}” looks like a date of birth.`);
  }
  const names = [...all(text, TITLE), ...[...text.matchAll(CALLED)].map(([, name]) => name), ...all(text, PAIR)];
  for (const name of names) if (!INSTITUTIONS.test(name)) lines.push(`“${name}” looks like a name.`);
  return [...new Set(lines)].slice(0, MOST);
}

function all(text, pattern) {
  return [...text.matchAll(pattern)].map(([found]) => found);
}
