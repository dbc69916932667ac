// A quiz: answers of somebody signed in are saved as they are given, and what is left of a limit is shown. Both are
// extras: without this script every button saves, and the server's clock decides all the same.
const form = document.querySelector(".app-quiz");
if ("quizSaves" in form.dataset) saveAsGiven();
if (form.dataset.quizUntil) showTime(Number(form.dataset.quizUntil));

function saveAsGiven() {
  const said = form.querySelector("[data-quiz-said]");
  let waiting = 0;
  async function save() {
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Quiz": "keep" } });
      if (!answer.ok || answer.redirected || !answer.headers.get("Content-Type").startsWith("text/plain")) return;
      form.elements.sitting.value = await answer.text();
      said.textContent = `Saved at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`;
    } catch {
      // Not there just now: the button saves.
    }
  }
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 800);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

function showTime(seconds) {
  const end = Date.now() + seconds * 1000;
  const shown = document.querySelector("[data-quiz-left]");
  const ticking = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left > 0) {
      shown.textContent = left > 90 ? `Now about ${Math.round(left / 60)} minutes are left.` : `Now ${left} seconds are left.`;
      return;
    }
    clearInterval(ticking);
    for (const name of ["go", "unanswered"]) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value: name === "go" ? "hand-in" : "1" });
      form.append(field);
    }
    form.submit();
  }, 1000);
}
