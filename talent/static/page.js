// What pages gain from JavaScript: govuk-frontend's behaviour, and a filter over long lists of choices.
import { initAll } from "./build/govuk-frontend.min.js";

/** Lists of more choices than this get a filter. */
const LONG = 8;

/** Adds a field above a long list that hides the choices without the words typed; checked ones stay.
 *  data-filter-list: the field's label. data-filter-count: what it found, with {shown} and {all}. */
function addFilter(list) {
  const items = [...list.querySelectorAll(".govuk-radios__item, .govuk-checkboxes__item")];
  const { filterList: labelText, filterCount = "{shown} / {all}" } = list.dataset;
  if (items.length <= LONG || !labelText) return;

  const label = document.createElement("label");
  label.className = "govuk-label";
  label.textContent = labelText;
  const field = document.createElement("input");
  field.className = "govuk-input";
  field.type = "search";
  field.autocomplete = "off";
  field.id = label.htmlFor = `filter-${document.querySelectorAll(".app-filter").length + 1}`;
  const count = document.createElement("p");
  count.className = "app-filter__count";
  count.setAttribute("role", "status");
  const box = document.createElement("div");
  box.className = "app-filter";
  box.append(label, field, count);
  const target = list.matches(".govuk-radios, .govuk-checkboxes")
    ? list
    : list.querySelector(".govuk-radios, .govuk-checkboxes");
  target.before(box);

  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase().split(/\s+/);
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      item.hidden = !item.querySelector("input").checked && !words.every((word) => text.includes(word));
    }
    const shown = items.filter((item) => !item.hidden).length;
    count.textContent = filterCount.replace("{shown}", shown).replace("{all}", items.length);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("[data-filter-list]").forEach(addFilter);
