// The search box offers titles while somebody types; a page of results says which one was opened.
// WAI-ARIA Authoring Practices: combobox with list autocomplete, manual selection. Without this script each
// box is a plain form.

const SHORTEST = 2;
const PAUSE = 150; // milliseconds after the last key
const held = new Map();

document.querySelectorAll("form[data-suggest]").forEach(enhance);
document.querySelectorAll("[data-search]").forEach(tellClicks);

function enhance(form) {
  const input = form.querySelector("input[type=search]");
  const list = element("ul", "app-suggestions", { id: `${input.id}-list`, role: "listbox", "aria-label": "Suggestions" });
  const said = element("div", "govuk-visually-hidden", { role: "status" });
  list.hidden = true;
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
  input.parentElement.append(list, said);
  const box = { form, input, list, said, items: [], at: -1, timer: 0 };
  close(box);
  input.addEventListener("input", () => later(box));
  input.addEventListener("keydown", (event) => key(box, event));
  input.addEventListener("blur", () => close(box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(box, [...list.children].indexOf(event.target.closest("li"))));
  if (document.activeElement === input) later(box); // somebody was quicker than this script
}

function later(box) {
  clearTimeout(box.timer);
  box.timer = setTimeout(() => offer(box), PAUSE);
}

async function offer(box) {
  const typed = words(box);
  const items = typed.length < SHORTEST ? [] : await ask(box.form, typed);
  if (words(box) === typed && document.activeElement === box.input) show(box, items, typed.length >= SHORTEST);
}

const words = (box) => box.input.value.trim().replace(/\s+/g, " ");

async function ask(form, typed) {
  if (held.has(typed)) return held.get(typed);
  const home = form.elements.home?.value ?? "";
  const query = new URLSearchParams(home ? { q: typed, home } : { q: typed });
  try {
    const answer = await fetch(`${form.dataset.suggest}?${query}`);
    if (answer.ok) held.set(typed, (await answer.json()).items);
  } catch {
    // the form itself still works
  }
  return held.get(typed) ?? [];
}

function show(box, items, tell) {
  box.items = items;
  box.list.replaceChildren(...items.map((item, place) => option(box, item, place)));
  select(box, -1);
  box.list.hidden = !items.length;
  box.input.setAttribute("aria-expanded", String(items.length > 0));
  const count = `${items.length || "No"} suggestion${items.length === 1 ? "" : "s"}.`;
  box.said.textContent = tell ? count : "";
}

function option(box, item, place) {
  const line = element("li", "app-suggestions__item", { role: "option", id: `${box.list.id}-${place}` });
  const kind = element("span", "app-suggestions__kind");
  kind.textContent = item.kind;
  line.append(item.title, " ", kind);
  return line;
}

function close(box) {
  clearTimeout(box.timer);
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  select(box, -1);
}

function select(box, place) {
  box.at = place;
  [...box.list.children].forEach((line, each) => line.setAttribute("aria-selected", String(each === place)));
  if (place < 0) return box.input.removeAttribute("aria-activedescendant");
  box.input.setAttribute("aria-activedescendant", box.list.children[place].id);
  box.list.children[place].scrollIntoView({ block: "nearest" });
}

function key(box, event) {
  const open = !box.list.hidden;
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open) return void offer(box);
    const places = box.items.length + 1; // the box itself is one of them
    const step = event.key === "ArrowDown" ? 1 : -1;
    select(box, ((box.at + 1 + step + places) % places) - 1);
  } else if (event.key === "Enter" && open && box.at >= 0) {
    event.preventDefault();
    go(box, box.at);
  } else if (event.key === "Escape" && open) {
    event.preventDefault(); // what was typed stays
    close(box);
  } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
    select(box, -1); // they move in the text
  }
}

function go(box, place) {
  if (box.items[place]) location.assign(box.items[place].url);
}

function tellClicks(list) {
  const tell = (event) => {
    const row = event.target.closest("a") && event.target.closest("[data-rank]");
    if (!row || !list.dataset.search || event.button > 1) return;
    const { rank, document } = row.dataset;
    const { search, clicked } = list.dataset;
    navigator.sendBeacon(clicked, new URLSearchParams({ search, rank, document }));
  };
  list.addEventListener("click", tell);
  list.addEventListener("auxclick", tell);
}

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  set(made, { class: className, ...attributes });
  return made;
}

function set(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
}
