// The keys of the list of cases: j and k move, o opens, x chooses, c takes on, / searches, ? tells them all. They do
// nothing in a field, and can be switched off, which this browser remembers.

const SWITCH = "inbox-keys";
const dialog = document.querySelector("[data-keys-dialog]");
const form = document.querySelector("[data-inbox]");
const rows = [...document.querySelectorAll("[data-row]")];
let here = -1;

const isOn = () => localStorage.getItem(SWITCH) !== "off";

function move(by) {
  if (!rows.length) return;
  here = Math.min(Math.max(here + by, 0), rows.length - 1);
  rows.forEach((row, number) => row.classList.toggle("app-inbox__here", number === here));
  rows[here].querySelector("a").focus();
}

/** The row of the focus, or the one last moved to. */
function row() {
  const focused = rows.indexOf(document.activeElement?.closest("[data-row]"));
  if (focused >= 0) here = focused;
  return rows[here];
}

function choose() {
  const box = row()?.querySelector("input[type=checkbox]");
  if (box) box.click();
}

/** Takes on what is chosen; where nothing is, the case one is at. */
function claim() {
  const button = form?.querySelector("[data-key=claim]");
  if (!button) return;
  if (!form.querySelector("[data-row] input:checked")) choose();
  if (form.querySelector("[data-row] input:checked")) form.requestSubmit(button);
}

/** Shows the box that chooses all of the page: only here, as nothing of it works without. */
function offerAll() {
  const all = document.querySelector("[data-choose-all]");
  if (!all) return;
  const box = all.querySelector("input"), boxes = rows.map((each) => each.querySelector("input[type=checkbox]"));
  const tell = () => {
    const chosen = boxes.filter((each) => each.checked).length;
    box.checked = chosen === boxes.length;
    box.indeterminate = chosen > 0 && !box.checked;
  };
  box.addEventListener("change", () => boxes.forEach((each) => (each.checked = box.checked)));
  form.addEventListener("change", tell);
  all.hidden = false;
  tell();
}

const KEYS = {
  j: () => (row(), move(1)),
  k: () => (row(), move(-1)),
  o: () => row()?.querySelector("a").click(),
  x: choose,
  c: claim,
  "/": () => document.getElementById("search")?.focus(),
  "?": () => dialog.showModal(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || !isOn()) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function tellSwitch(button) {
  button.textContent = isOn() ? button.dataset.off : button.dataset.on;
}

offerAll();

if (dialog) {
  document.querySelector("[data-keys-line]").hidden = false;
  document.querySelector("[data-keys-help]").addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());
  const button = dialog.querySelector("[data-keys-switch]");
  button.addEventListener("click", () => {
    localStorage.setItem(SWITCH, isOn() ? "off" : "on");
    tellSwitch(button);
  });
  tellSwitch(button);
  document.addEventListener("keydown", onKey);
}
