/**
 * The table on the screen (Tabulator): cells with their state, the selected block, an editor that opens as one types.
 * What cells mean and what becomes of changes is told by the model.
 */

import { TabulatorFull as Tabulator } from "../../vendor/tabulator/js/tabulator_esm.min.mjs";
import { cellKey } from "./outbox.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {{field: string, title: string, kind: "amount"|"text"|"lines"|"computed", width?: number, label?: string}} Column */
/** @typedef {{rows: object[], columns: Column[]}} Block rows of the table and columns, all in the order of the screen */

const WHOLE = "all"; // the row of the whole, which stays at the foot
const STATES = {
  ambiguous: ["cell-question", "hiểu hai cách"],
  refused: ["cell-refused", "chưa ghi được"],
  stale: ["cell-stale", "người khác vừa sửa"],
};

export class Sheet {
  #table;
  #typedFirst = "";
  /** @type {(() => void)|undefined} columns that came into sight while a cell was being edited */
  #undrawn;
  /** @type {Set<string>} rows that show something old */
  #stale = new Set();
  /** @type {Map<string, Column>} */
  #columns = new Map();

  /**
   * @param {object} options
   * @param {HTMLElement} options.element where the table stands
   * @param {Model} options.model
   * @param {boolean} options.mayWrite
   * @param {number} [options.rowHeight] pixels, where all rows are equally high
   * @param {string} options.heading of the first column, which stays in place
   * @param {number} options.headingWidth its width in pixels, on a screen wide enough
   * @param {(text: string) => string} options.format how an amount is shown
   * @param {(block: Block, text: string) => void} options.onEdit takes what was typed into a cell
   * @param {() => void} options.onSelect is told that another cell is the current one
   */
  constructor(options) {
    Object.assign(this, options);
  }

  /**
   * Builds the table; resolves when it stands.
   * @param {({title: string, columns: Column[]}|Column)[]} columns
   */
  build(columns) {
    this.#table = new Tabulator(this.element, {
      data: [...this.model.rows.values()].filter((row) => row.id !== WHOLE).map(shownRow),
      columns: this.#definitions(columns),
      rowHeader: {
        field: "name",
        title: this.heading,
        frozen: true,
        headerSort: false,
        resizable: true,
        width: Math.min(this.headingWidth, Math.round(window.innerWidth * 0.38)),
        formatter: (cell) => this.#heading(cell.getData()),
        ...(this.model.rows.has(WHOLE) ? { bottomCalc: () => this.model.rows.get(WHOLE).name } : {}),
      },
      index: "id",
      layout: "fitData",
      renderHorizontal: "virtual",
      renderVerticalBuffer: 300, // pixels beyond the frame that are drawn
      ...(this.rowHeight ? { rowHeight: this.rowHeight } : {}), // measuring each row costs more than drawing it
      nestedFieldSeparator: false,
      keybindings: false,
      selectableRange: 1,
      selectableRangeColumns: true,
      selectableRangeRows: true,
      selectableRangeAutoFocus: false,
      editTriggerEvent: "dblclick",
      columnDefaults: { headerSort: false, resizable: "header", headerWordWrap: true },
      rowFormatter: (row) => row.getElement().classList.add(`row-${row.getData().kind}`),
    });
    this.#table.on("dataLoading", () => {
      const drawing = this.#table.columnManager.renderer;
      drawing.calcWindowBuffer = () => (drawing.windowBuffer = 300); // its own guess draws all columns
      drawing.rerenderColumns(false, true); // else it begins only after the first scrolling
      const draw = drawing.scrollColumns.bind(drawing); // draws all cells anew, the one with the editor too
      drawing.scrollColumns = (...given) => {
        if (this.isEditing) this.#undrawn = () => draw(...given);
        else draw(...given);
      };
    });
    this.#table.on("rangeChanged", () => this.onSelect());
    this.#table.on("cellEditCancelled", () => this.refresh([]));
    return new Promise((resolve) => {
      this.#table.on("tableBuilt", () => {
        this.#lightenSelection();
        this.#nameParts();
        this.#selectFirst();
        resolve();
      });
    });
  }

  /** Tabulator marks the selection in all rows at every step; those that are drawn are enough. */
  #lightenSelection() {
    const ranges = this.#table.modules.selectRange;
    const mark = ranges.layoutElement.bind(ranges);
    ranges.layoutElement = () => mark(true);
  }

  /** Shows new rows below the others. @param {object[]} rows */
  add(rows) {
    return this.#table.addData(rows.map(shownRow), false);
  }

  /** Shows other columns. */
  setColumns(columns) {
    this.#table.setColumns([this.#table.options.rowHeader, ...this.#definitions(columns)].slice(1));
    this.#nameParts();
  }

  #definitions(columns) {
    return columns.map((one) =>
      one.columns
        ? { title: one.title, columns: this.#definitions(one.columns), headerHozAlign: "center" }
        : this.#definition(one),
    );
  }

  #definition(column) {
    this.#columns.set(column.field, column);
    const isNumber = column.kind === "amount" || column.kind === "computed";
    return {
      field: column.field,
      title: column.title,
      width: column.width ?? 92,
      cssClass: `cell-${column.kind}`,
      hozAlign: isNumber ? "right" : "left",
      headerHozAlign: isNumber ? "right" : "left",
      variableHeight: column.kind === "lines",
      formatter: (cell) => this.#content(cell, column),
      editable: (cell) => this.canEdit(cell.getData(), column),
      ...(isNumber ? { bottomCalc: () => this.model.stored(WHOLE, column.field), bottomCalcFormatter: (cell) => this.#foot(cell, column) } : {}),
      ...(column.kind === "computed" ? {} : { editor: (...given) => this.#editor(column, ...given) }),
    };
  }

  /** If a person may type into the cell. */
  canEdit(row, column) {
    return this.mayWrite && row.kind === "task" && column.kind !== "computed";
  }

  #heading(row) {
    const heading = document.createElement("span");
    heading.className = "row-name";
    heading.title = row.name;
    heading.textContent = [row.number, row.name].filter(Boolean).join(" ");
    return heading;
  }

  #foot(cell, column) {
    const isMarked = Boolean(this.model.marks[WHOLE]?.[column.field]);
    cell.getElement().classList.toggle("cell-marked", isMarked);
    return this.format(cell.getValue() ?? "");
  }

  #content(cell, column) {
    const row = this.#row(cell);
    const key = cellKey({ row: row.id, column: column.field });
    const element = cell.getElement();
    const typed = this.model.typed.get(key);
    const open = this.model.open.get(key);
    const marks = this.model.marks[row.id]?.[column.field];
    const [name, words] = open ? STATES[open.state] : [];
    for (const [state] of Object.values(STATES)) element.classList.toggle(state, state === name);
    element.classList.toggle("cell-waiting", typed !== undefined && !open);
    element.classList.toggle("cell-marked", Boolean(marks));
    element.classList.toggle("cell-detailed", Boolean(row.details?.[column.field]));
    const text = typed ?? row[column.field] ?? "";
    const isNumber = column.kind === "amount" || column.kind === "computed";
    const content = document.createElement("span");
    content.textContent = isNumber && !open ? this.format(text) : text;
    const said = words ?? (marks && "sai lệch");
    if (said) {
      const hidden = document.createElement("span");
      hidden.className = "visually-hidden";
      hidden.textContent = ` (${said})`;
      content.append(hidden);
    }
    return content;
  }

  #editor(column, cell, onRendered, _success, cancel) {
    const many = column.kind === "lines";
    const input = document.createElement(many ? "textarea" : "input");
    const row = this.#row(cell);
    input.className = "cell-input";
    input.setAttribute("aria-label", this.label(row, column));
    input.value = this.#typedFirst || this.model.shown(row.id, column.field);
    const isNew = Boolean(this.#typedFirst);
    this.#typedFirst = "";
    onRendered(() => {
      input.focus({ preventScroll: true });
      if (!isNew) input.select();
      if (many) input.style.height = `${Math.max(input.scrollHeight, 72)}px`;
    });
    let isOver = false;
    const finish = (direction) => {
      if (isOver) return;
      isOver = true;
      cancel(); // the table keeps no values of its own
      if (input.value !== this.model.shown(row.id, column.field)) {
        this.onEdit({ rows: [row], columns: [column] }, input.value);
      }
      if (direction) this.move(direction);
    };
    input.addEventListener("blur", () => finish());
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return; // Vietnamese input methods use Enter and Escape themselves
      if (event.key === "Escape") {
        isOver = true;
        cancel();
      } else if (event.key === "Enter" && many && (event.altKey || event.shiftKey)) {
        input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
      } else if (event.key === "Enter") finish(event.shiftKey ? "up" : "down");
      else if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
      else return;
      event.preventDefault();
    });
    return input;
  }

  /** The model's row of a cell or row of the table. */
  #row(component) {
    return this.model.rows.get(component.getData().id);
  }

  /** Opens the editor of the current cell; `text` is what was typed to open it. */
  edit(text = "") {
    const cell = this.#cell();
    if (!cell || !this.canEdit(cell.getData(), this.#columns.get(cell.getField()))) return false;
    this.#typedFirst = text;
    cell.edit();
    return true;
  }

  get isEditing() {
    return Boolean(this.element.querySelector(".cell-input"));
  }

  #range() {
    return this.#table.getRanges()[0];
  }

  #cell() {
    const range = this.#range();
    const [row, column] = [range?.getRows()[0], range?.getColumns()[0]];
    return (row && column && row.getCell(column)) || undefined; // Tabulator says false for a column that is gone
  }

  /** The selected block. @returns {Block} */
  get selected() {
    const range = this.#range();
    if (!range) return { rows: [], columns: [] };
    return {
      rows: range.getRows().map((row) => this.#row(row)),
      columns: range.getColumns().map((one) => this.#columns.get(one.getField())).filter(Boolean),
    };
  }

  /** All rows and columns from the upper left cell of the selection on, as they stand on the screen. @returns {Block} */
  get fromCurrent() {
    const { rows, columns } = this.selected;
    if (!rows.length || !columns.length) return { rows: [], columns: [] };
    const all = this.#table.getRows("active").map((row) => this.#row(row));
    const shown = this.#table.getColumns().map((one) => this.#columns.get(one.getField())).filter(Boolean);
    return { rows: all.slice(all.indexOf(rows[0])), columns: shown.slice(shown.indexOf(columns[0])) };
  }

  /** Where the current cell is on the screen; undefined while it is scrolled away. */
  get currentElement() {
    const element = this.#cell()?.getElement();
    return element?.isConnected ? element : undefined;
  }

  /** Moves the selection by one cell; `expand` enlarges the block, `jump` goes to the end of what is filled. */
  move(direction, { expand = false, jump = false } = {}) {
    this.#table.modules.selectRange.navigate(jump, expand, direction);
  }

  /** Selects a block, or one cell, and shows it. */
  select(rowId, field, lastRowId = rowId, lastField = field) {
    const [first, last] = [this.#table.getRow(rowId), this.#table.getRow(lastRowId)];
    if (!first || !last) return;
    first.scrollTo("nearest", false).catch(() => {});
    this.#table.scrollToColumn(field, "middle", false).catch(() => {});
    this.#range()?.setBounds(first.getCell(field), last.getCell(lastField));
    this.focus();
  }

  /** Puts the keyboard into the table. */
  focus() {
    this.element.querySelector(".tabulator-tableholder")?.focus({ preventScroll: true });
  }

  /** Draws rows again; while a cell is being edited, afterwards. @param {Iterable<string>} ids */
  refresh(ids) {
    for (const id of ids) this.#stale.add(id);
    if (this.isEditing) return;
    this.#undrawn?.();
    this.#undrawn = undefined;
    for (const id of this.#stale) if (id !== WHOLE) this.#redraw(this.#table.getRow(id));
    if (this.#stale.has(WHOLE)) this.#table.recalc();
    this.#stale.clear();
  }

  /** Writes the cells of a row anew that have been drawn; others are when they come into sight. */
  #redraw(row) {
    if (!row) return;
    for (const cell of row._row.cells) if (cell.loaded) cell.layoutElement();
    if (!this.rowHeight) row.normalizeHeight();
  }

  /** What people call a cell: "1.1, 2019 NSTW". */
  label(row, column) {
    return [row.number || row.name, column.label ?? column.title].join(", ");
  }

  /** The first cell that can be edited is the current one. */
  #selectFirst() {
    const row = this.#table.getRows().find((one) => one.getData().kind === "task");
    const column = [...this.#columns.values()].find((one) => one.kind !== "computed");
    const cell = row && column && row.getCell(column.field);
    if (cell) this.#range()?.setBounds(cell, cell);
  }

  /** Roles and names that Tabulator leaves out or that are none. */
  #nameParts() {
    this.element.setAttribute("aria-label", "Bảng tính; phím mũi tên để đi, F2 để sửa");
    const give = (selector, role) => {
      for (const one of this.element.querySelectorAll(selector)) one.setAttribute("role", role);
    };
    give(".tabulator-col-group", "presentation"); // a header of headers is no role: each header says the whole name
    give(".tabulator-tableholder", "rowgroup");
    give(".tabulator-tableholder > .tabulator-table", "presentation");
    for (const group of this.element.querySelectorAll(".tabulator-col-group")) {
      group.removeAttribute("aria-title");
      group.removeAttribute("aria-sort");
    }
    for (const header of this.element.querySelectorAll("[role=columnheader]")) {
      const column = this.#columns.get(header.getAttribute("tabulator-field"));
      if (column) header.setAttribute("aria-label", column.label ?? column.title);
    }
  }
}

/** What the table itself knows of a row; its cells are the model's. */
function shownRow({ id, kind, number, name }) {
  return { id, kind, number, name };
}
