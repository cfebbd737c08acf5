/**
 * Lists of rows in a form: rows are added from the template, moved by buttons, and marked to be taken away.
 * Without this script the same form has some empty rows and a number for the order.
 */

/** @param {HTMLElement} set the section of a list */
function manageRows(set) {
  const list = set.querySelector(".row-list");
  const template = set.querySelector("template");
  const total = set.querySelector(`[name="${set.dataset.rows}-TOTAL_FORMS"]`);
  if (set.closest("fieldset[disabled]")) return;
  set.classList.add("with-script");

  const rows = () => [...list.querySelectorAll(":scope > .form-row-set")];

  const renumber = () => {
    rows().forEach((row, place) => {
      row.querySelector('[name$="-ORDER"]').value = isUnused(row) ? "" : String(place + 1);
    });
    rows().filter((row) => !row.hidden).forEach((row, place) => {
      row.querySelector(".row-number").textContent = String(place + 1);
    });
  };

  const changed = () => {
    renumber();
    set.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const add = () => {
    const holder = document.createElement("div");
    holder.append(template.content.cloneNode(true));
    for (const element of holder.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replaceAll("__prefix__", total.value));
      }
    }
    const row = holder.firstElementChild;
    total.value = String(Number(total.value) + 1);
    list.append(row);
    equip(row);
    renumber();
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  };

  /** @param {HTMLElement} row */
  const equip = (row) => {
    const marks = row.querySelector(".row-marks");
    for (const [words, way] of [["Xuống", 1], ["Lên", -1]]) {
      const button = buttonOf(words);
      button.addEventListener("click", () => {
        const other = way < 0 ? row.previousElementSibling : row.nextElementSibling;
        if (!other) return;
        if (way < 0) other.before(row);
        else other.after(row);
        changed();
        button.focus();
      });
      marks.prepend(button);
    }
    const mark = row.querySelector('[name$="-DELETE"]');
    mark.addEventListener("change", () => row.classList.toggle("taken-away", mark.checked));
  };

  rows().forEach(equip);
  const unused = rows().filter(isUnused);
  list.append(...unused);
  for (const row of unused.slice(0, -1)) row.hidden = true; // one empty row is enough
  renumber();
  const adder = buttonOf("Thêm dòng");
  adder.addEventListener("click", add);
  set.append(adder);
  list.addEventListener("input", renumber);
}

/** An empty row that nobody has typed into. @param {HTMLElement} row */
function isUnused(row) {
  return [...row.querySelectorAll(".draft-fields :is(input, textarea, select)")].every((field) =>
    field.type === "checkbox" ? !field.checked : !field.value,
  );
}

/** @param {string} words */
function buttonOf(words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-secondary btn-sm";
  button.textContent = words;
  return button;
}

for (const set of document.querySelectorAll("[data-rows]")) manageRows(set);
