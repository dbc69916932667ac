// A training plan without an account: what somebody ticks stays in this browser, until they clear it or three months
// have passed. Signed in, they are shown what is kept; nothing is sent before they press the button.
const KEY = "training-plan";
const LONGEST = 90 * 24 * 60 * 60 * 1000;
const MOST = 60;
const root = document.querySelector("[data-plan]");
const box = root.querySelector("[data-plan-box]");

if ("planTaken" in root.dataset) forget();
if (root.dataset.plan === "look") offerTicks();
else offerToTake();

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    const fresh = found && Date.now() - found.at < LONGEST && typeof found.ticks === "object" && found.ticks;
    if (fresh) return found.ticks;
    localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing, or something that is not ours.
  }
  return {};
}

function keep(ticks) {
  try {
    if (Object.keys(ticks).length) localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), ticks }));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

function newBox(id) {
  const made = box.content.cloneNode(true);
  made.querySelector("input").id = id;
  made.querySelector("label").htmlFor = id;
  return made;
}

function offerTicks() {
  const said = root.querySelector("[data-plan-said]");
  const clear = root.querySelector("[data-plan-clear]");
  const ticks = read();
  const fields = [...document.querySelectorAll("[data-plan-tick]")].map((line, place) => {
    const { planTick: tick, planTitle: title } = line.dataset;
    const made = newBox(`tick-${place}`);
    const field = made.querySelector("input");
    made.querySelector("span").textContent = `: ${title}`;
    field.checked = Object.hasOwn(ticks, tick);
    field.addEventListener("change", () => {
      if (field.checked) ticks[tick] = title;
      else delete ticks[tick];
      tell(keep(ticks));
    });
    line.append(made);
    return field;
  });
  clear.addEventListener("click", () => {
    for (const tick of Object.keys(ticks)) delete ticks[tick];
    for (const field of fields) field.checked = false;
    forget();
    tell(true);
    said.focus();
  });
  said.tabIndex = -1;
  said.hidden = false;
  tell(true);

  function tell(kept) {
    const count = fields.filter((field) => field.checked).length;
    const more = Object.keys(ticks).length - count; // of other plans, or changed or taken out since
    const others = more ? `, with ${more} more of other plans or of how this one was` : "";
    said.textContent = kept
      ? `You ticked ${count} of ${fields.length}. It is kept in this browser alone${others}.`
      : "This browser keeps nothing: your ticks go when you leave the page.";
    clear.hidden = count + more === 0;
  }
}

function offerToTake() {
  const section = root.querySelector("[data-plan-kept]");
  const kept = Object.entries(read()).slice(0, MOST);
  if (!kept.length) return;
  const list = root.querySelector("[data-plan-list]");
  kept.forEach(([tick, title], place) => {
    const made = newBox(`take-${place}`);
    made.querySelector("input").value = tick;
    made.querySelector("label").textContent = title;
    list.append(made);
  });
  root.querySelector("[data-plan-clear]").addEventListener("click", () => {
    forget();
    section.hidden = true;
    document.querySelector("h1").tabIndex = -1;
    document.querySelector("h1").focus();
  });
  section.hidden = false;
}
