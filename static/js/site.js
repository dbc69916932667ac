// GOV.UK Frontend's styles ask for these two classes where scripts run. Nothing on the site needs more.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const parts = []; // what this page needs, and no other

// A page with terms of the glossary in its text shows what they mean.
if (document.querySelector("a.app-term")) parts.push(import("./definitions.js"));

// A search box offers what can be found while somebody types.
if (document.querySelector("[data-suggest], [data-search]")) parts.push(import("./search.js"));

// The form of a sheet keeps what is typed in the browser; a facilitator has a timer, paper a button.
if (document.querySelector(".app-sheet--form")) parts.push(import("./sheet-form.js"));
if (document.querySelector("[data-timer], [data-print]")) parts.push(import("./training.js"));

// A quiz saves as one goes, where somebody is signed in, and shows what is left of a limit.
if (document.querySelector("[data-quiz-saves], [data-quiz-until]")) parts.push(import("./quiz.js"));

// A training plan without an account: what is ticked stays in this browser, until it is taken into an account.
if (document.querySelector("[data-plan]")) parts.push(import("./plan.js"));

// What a person writes for themselves gets the same soft warning of names.
const ownWords = document.querySelector("form[data-no-names]");
if (ownWords) parts.push(import("./warn-names.js").then(({ warnOfNames }) => warnOfNames(ownWords)));

// They may arrive after the page has loaded. Whoever has to know (the browser tests) sees it here.
Promise.allSettled(parts).then(() => document.documentElement.setAttribute("data-scripts", "ready"));
