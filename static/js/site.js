// GOV.UK Frontend's styles ask for these two classes where scripts run. Nothing on the site needs more.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

// A page with terms of the glossary in its text shows what they mean.
if (document.querySelector("a.app-term")) import("./definitions.js");

// A search box offers what can be found while somebody types.
if (document.querySelector("[data-suggest], [data-search]")) import("./search.js");

// The form of a sheet keeps what is typed in the browser; a facilitator has a timer, paper a button.
if (document.querySelector(".app-sheet--form")) import("./sheet-form.js");
if (document.querySelector("[data-timer], [data-print]")) import("./training.js");

// A quiz saves as one goes, where somebody is signed in, and shows what is left of a limit.
if (document.querySelector("[data-quiz-saves], [data-quiz-until]")) import("./quiz.js");

// A training plan without an account: what is ticked stays in this browser, until it is taken into an account.
if (document.querySelector("[data-plan]")) import("./plan.js");

// What a person writes for themselves gets the same soft warning of names.
const ownWords = document.querySelector("form[data-no-names]");
if (ownWords) import("./warn-names.js").then(({ warnOfNames }) => warnOfNames(ownWords));
