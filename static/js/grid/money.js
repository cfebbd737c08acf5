/** The grid of money: a total for each task, and an amount for each year and set of sources. */

import { button, make } from "./dom.js";
import { ask } from "./outbox.js";
import { GridPage } from "./page.js";

const WHOLE = "Cả giai đoạn";
const SINGLE = ["NSTW", "NSDP", "DN", "KHAC"];
const UNNAMED = "Không ghi nguồn";
const MARKS_AFTER = 400; // milliseconds since the last writing

/**
 * The columns of money as a person wants to see them: which years, which sets of sources.
 */
class Columns {
  /**
   * @param {{years: number[], columns: string[], sources: Object<string, string>}} data
   * @param {string} store where the person's choice is kept
   */
  constructor(data, store) {
    this.labels = data.sources;
    this.store = store;
    this.blocks = ["", ...data.years.map(String)];
    this.used = new Set(data.columns.map((key) => key.split(":")[0]));
    this.sets = [...SINGLE, ...new Set(data.columns.map((key) => key.split(":")[1]).filter((set) => !SINGLE.includes(set)))];
    this.usedSets = new Set(data.columns.map((key) => key.split(":")[1]));
    const kept = JSON.parse(localStorage.getItem(store) ?? "null");
    this.shown = new Set(kept ?? (this.used.size ? [...this.used] : [""]));
    this.computed = false;
  }

  /** Shows or hides a year, or the whole period (""). */
  toggle(block, isShown) {
    if (isShown) this.shown.add(block);
    else this.shown.delete(block);
    localStorage.setItem(this.store, JSON.stringify([...this.shown]));
  }

  /** A column for amounts from several sources that the plan does not split. */
  addSet(sources) {
    const set = SINGLE.filter((one) => sources.includes(one)).join("+");
    if (set && !this.sets.includes(set)) this.sets.push(set);
  }

  name(set) {
    return set ? set.split("+").map((one) => this.labels[one]).join(" + ") : UNNAMED;
  }

  /** For the table: groups of columns. */
  get groups() {
    const sum = { field: "sum", title: "Cộng (cổng tính)", kind: "computed", width: 112, label: "cộng" };
    const printed = [
      { field: "total", title: "Tổng", kind: "amount", width: 112, label: "tổng ghi trong kế hoạch" },
      { field: "sources", title: "Nguồn của tổng", kind: "text", width: 128 },
      { field: "text", title: "Chữ in", kind: "text", width: 160 },
    ];
    return [
      sum,
      { title: "Ghi trong kế hoạch", columns: printed },
      ...this.blocks.filter((block) => this.shown.has(block)).map((block) => this.#block(block)),
      ...(this.computed ? this.#sums() : []),
    ];
  }

  #block(block) {
    const title = block || WHOLE;
    const columns = this.sets.map((set) => ({
      field: `${block}:${set}`,
      title: this.name(set),
      kind: "amount",
      label: `${title}, ${this.name(set)}`,
    }));
    return { title, columns };
  }

  #sums() {
    const years = this.blocks.filter(Boolean);
    const ofYear = years.map((year) => ({ field: `year:${year}`, title: year, kind: "computed", label: `cộng năm ${year}` }));
    const ofSource = this.sets.map((set) => ({
      field: `source:${set}`,
      title: this.name(set),
      kind: "computed",
      label: `cộng ${this.name(set)}`,
    }));
    return [
      { title: "Cộng theo nguồn (cổng tính)", columns: ofSource },
      { title: "Cộng theo năm (cổng tính)", columns: ofYear },
    ];
  }
}

/** The boxes by which columns are chosen. */
function columnChoice(columns, redraw) {
  const box = (label, checked, onChange) => {
    const input = make("input", { type: "checkbox", checked });
    input.addEventListener("change", () => onChange(input.checked));
    return make("label", { className: "choice" }, input, ` ${label}`);
  };
  const years = columns.blocks.map((block) =>
    box(block || WHOLE, columns.shown.has(block), (isShown) => {
      columns.toggle(block, isShown);
      redraw();
    }),
  );
  const sums = box("Cộng theo nguồn và theo năm", columns.computed, (isShown) => {
    columns.computed = isShown;
    redraw();
  });
  const chosen = new Set();
  const sources = SINGLE.map((source) =>
    box(columns.labels[source], false, (isChosen) => (isChosen ? chosen.add(source) : chosen.delete(source))),
  );
  const add = button("Thêm cột nguồn gộp", () => {
    columns.addSet([...chosen]);
    redraw();
  });
  const field = (legend, ...parts) => make("fieldset", {}, make("legend", {}, legend), ...parts);
  return [
    field("Hiện cột", ...years, sums),
    field("Số tiền của nhiều nguồn, không tách", ...sources, add),
  ];
}

const root = document.querySelector("[data-grid=money]");
const page = new GridPage(root, { heading: "Nhiệm vụ", headingWidth: 360, rowHeight: 33 }, () => askForMarks());
let marksTimer = 0;

function askForMarks() {
  clearTimeout(marksTimer);
  marksTimer = setTimeout(async () => {
    const answer = await ask(`${root.dataset.cells}?part=marks`).catch(() => null);
    if (!answer) return;
    const rows = new Set([...Object.keys(page.model.marks), ...Object.keys(answer.marks)]);
    page.model.marks = answer.marks;
    const ofWhole = Object.values(answer.marks.all ?? {}).flat();
    page.part("whole-marks").replaceChildren(...ofWhole.map((words) => make("li", {}, words)));
    if (!page.sheet.isEditing) page.sheet.refresh(rows);
  }, MARKS_AFTER);
}

const data = await page.start((found) => {
  const columns = new Columns(found, `cot:${root.dataset.cells}`);
  const flat = () => columns.groups.flatMap((group) => group.columns ?? [group]);
  const redraw = () => {
    page.columns = flat();
    page.sheet.setColumns(columns.groups);
  };
  page.part("columns").replaceChildren(...columnChoice(columns, redraw));
  page.columns = flat();
  return columns.groups;
});
if (data) askForMarks();
