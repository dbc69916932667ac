// Makes of each marked term a button that shows its meaning, on click, focus and hover.
//
// The server writes <a class="app-term" href data-term data-meaning data-status>MASH</a>, which without this
// script is a plain link to the entry. WCAG 2.2, 1.4.13: Escape puts the meaning away, the pointer may move
// onto it, and it stays until pointer and focus have left, or the reader closes it.

const LEAVING = 300; // milliseconds in which the pointer may cross the gap between the word and its meaning
let open = null;

for (const [number, link] of document.querySelectorAll("a.app-term").entries()) enhance(link, number);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open) open.hide();
});
document.addEventListener("click", (event) => {
  if (open && !open.whole.contains(event.target)) open.hide();
});

function enhance(link, number) {
  const whole = element("span", "app-term-whole");
  const button = element("button", "app-term", link.textContent);
  button.type = "button";
  const meaning = meaningOf(link, `definition-${number}`);
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", meaning.id);
  whole.append(button, meaning);
  link.replaceWith(whole);
  // As wide as the paragraph it stands in; a cell of a table is too narrow for that.
  (whole.closest("table")?.parentElement ?? whole.closest("p, li, dd, div"))?.classList.add("app-term-host");
  listen({ whole, button, meaning, pinned: false, leaving: 0, show, hide });
}

function meaningOf(link, id) {
  const meaning = element("span", "app-definition");
  meaning.id = id;
  meaning.hidden = true;
  const title = element("strong", "", link.dataset.term);
  const more = element("a", "", "More in the glossary");
  more.href = link.href;
  const status = link.dataset.status ? element("em", "", ` (${link.dataset.status})`) : "";
  meaning.append(title, status, element("span", "app-definition__text", link.dataset.meaning), more);
  return meaning;
}

function listen(term) {
  const { whole, button } = term;
  whole.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") term.show();
  });
  whole.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") term.leaving = setTimeout(() => leave(term), LEAVING);
  });
  button.addEventListener("focus", () => {
    // A finger or a mouse gives focus too; then the click decides.
    if (button.matches(":focus-visible")) term.show();
  });
  whole.addEventListener("focusout", (event) => {
    if (!whole.contains(event.relatedTarget) && !term.pinned) leave(term, event.relatedTarget);
  });
  button.addEventListener("click", (event) => {
    const byKey = event.detail === 0;
    // Whoever points at the word sees its meaning already: a click then keeps it, the next puts it away.
    if (term.meaning.hidden || (!byKey && !term.pinned)) {
      term.show();
      term.pinned = !byKey;
    } else {
      term.hide();
    }
  });
}

function show() {
  clearTimeout(this.leaving);
  if (open && open !== this) open.hide();
  open = this;
  this.meaning.hidden = false;
  this.button.setAttribute("aria-expanded", "true");
}

function hide() {
  clearTimeout(this.leaving);
  this.pinned = false;
  this.meaning.hidden = true;
  this.button.setAttribute("aria-expanded", "false");
  if (open === this) open = null;
}

// Where the pointer or the focus has left, and neither is still there, the meaning goes.
function leave(term, focused = document.activeElement) {
  const pointedAt = term.whole.matches(":hover");
  if (!term.pinned && !pointedAt && !(focused && term.whole.contains(focused))) term.hide();
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
