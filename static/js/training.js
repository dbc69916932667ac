// A timer that can be stopped, and a button that prints. Both are extras: without this script they are not there.
for (const box of document.querySelectorAll("[data-timer]")) offerTimer(box);
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

function offerTimer(box) {
  const whole = Number(box.dataset.timer) * 60;
  const shown = box.querySelector("[data-timer-left]");
  const go = box.querySelector("[data-timer-go]");
  let left = whole; // seconds, when it last stood still
  let since = 0; // when it began to run
  let ticking = 0;

  const now = () => Math.max(0, ticking ? left - Math.round((Date.now() - since) / 1000) : left);
  function show() {
    const seconds = now();
    shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (ticking && !seconds) stop();
  }
  function stop() {
    left = now();
    clearInterval(ticking);
    ticking = 0;
    go.textContent = "Start";
  }
  go.addEventListener("click", () => {
    if (ticking) return stop();
    since = Date.now();
    ticking = setInterval(show, 500);
    go.textContent = "Stop";
  });
  box.querySelector("[data-timer-again]").addEventListener("click", () => {
    stop();
    left = whole;
    show();
  });
  box.hidden = false;
}
