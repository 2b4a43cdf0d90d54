// What the pre-check gains from JavaScript: only the question and the standing are exchanged, and the browser's own
// back, forward and reload find the answers again. They stay in this tab's history and are never part of an address.
import { initAll } from "./build/govuk-frontend.min.js";
import htmx from "./build/htmx.esm.min.js";

const check = () => document.getElementById("check");
const broken = document.getElementById("check-broken");

/** What the page shows now, as the history keeps it. */
const shown = () => ({ known: check().dataset.known, change: check().dataset.change });

/** Asks the server for the page of some answers. */
function restore({ known, change }) {
  const values = change ? { known, change } : { known };
  const { action } = document.getElementById("check-form");
  return htmx.ajax("POST", action, { source: "#check-status", target: "#check", swap: "outerHTML", values });
}

/** Makes what was exchanged work, says where it begins, and leads the focus there. */
function arrive() {
  const box = check();
  broken.hidden = true;
  document.title = box.dataset.title;
  document.querySelector("#check-language [name=known]").value = box.dataset.known;
  initAll({ scope: box });
  const start = box.querySelector(".govuk-error-summary") ?? box.querySelector("[data-focus]");
  if (box.querySelector("[data-focus]")) {
    document.getElementById("check-status").textContent = box.querySelector("[data-focus]").textContent;
  }
  start?.focus({ preventScroll: true });
  const top = box.getBoundingClientRect().top;
  if (top < 0 || top > window.innerHeight / 2) box.scrollIntoView();
}

let goingBack = false;

document.addEventListener("htmx:after:swap", () => {
  arrive();
  if (!goingBack) history.pushState(shown(), "");
  goingBack = false;
});
for (const failure of ["htmx:error", "htmx:response:error"]) {
  document.addEventListener(failure, () => {
    goingBack = false;
    broken.hidden = false;
    broken.scrollIntoView({ block: "center" });
  });
}
addEventListener("popstate", (event) => {
  goingBack = true;
  restore(event.state ?? { known: "" });
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-afresh]")) history.replaceState(null, "");
});

if (history.state?.known && history.state.known !== check().dataset.known) {
  goingBack = true;
  restore(history.state);
} else {
  history.replaceState(shown(), "");
}
