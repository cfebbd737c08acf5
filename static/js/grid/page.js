/**
 * A page with a grid: what its parts do together. The tables themselves (`money`, `tasks`) say which columns there are.
 */

import { copied, crossesGroups, placed } from "./clipboard.js";
import { button, make } from "./dom.js";
import { cleared, filledDown, filledRight } from "./fill.js";
import { listen } from "./keys.js";
import { Model } from "./model.js";
import { grouped } from "./numbers.js";
import { NoAnswer, Outbox, ask } from "./outbox.js";
import { Questions } from "./questions.js";
import { Sheet } from "./sheet.js";

const SAVED = {
  idle: () => "Mọi thay đổi được ghi ngay.",
  saving: () => "Đang lưu…",
  saved: ({ at }) => `Đã lưu ${at}`,
  failed: ({ message }) => `Chưa lưu được: ${message}`,
  final: ({ message }) => `Không lưu được: ${message}`,
};
const READING = "Bạn chỉ xem được bảng này.";

export class GridPage {
  model = new Model();

  /**
   * @param {HTMLElement} root the part of the page that holds the grid; its data attributes say where to ask
   * @param {{heading: string, headingWidth: number, rowHeight?: number}} look of the table: its first column, which
   *   stays in place, and its rows
   * @param {(answer: object) => void} onWritten is told that something was written
   */
  constructor(root, look, onWritten = () => {}) {
    this.root = root;
    this.look = look;
    this.onWritten = onWritten;
    this.part = (name) => root.querySelector(`[data-part=${name}]`);
  }

  /**
   * Asks for the rows and shows them. `columnsOf` makes the columns of what was answered.
   * @param {(data: object) => object[]} columnsOf
   */
  async start(columnsOf) {
    const data = await ask(this.root.dataset.cells).catch(() => null);
    if (!data) return this.#say("Chưa mở được bảng tính; hãy tải lại trang. Bảng dưới đây vẫn dùng được.");
    this.data = data;
    this.model.load(data.rows);
    for (const [row, sums] of Object.entries(data.sums ?? {})) this.model.sum(row, sums);
    this.#makeParts(data.may_write);
    this.part("tools").hidden = false;
    this.part("frame").hidden = false;
    await this.sheet.build(columnsOf(data));
    this.part("plain").hidden = true;
    this.root.dataset.ready = "true";
    this.#listen();
    this.#onSelect();
    return data;
  }

  #makeParts(mayWrite) {
    this.sheet = new Sheet({
      element: this.part("grid"),
      model: this.model,
      mayWrite,
      ...this.look,
      format: grouped,
      onEdit: ({ rows, columns }, text) => this.want([{ row: rows[0].id, column: columns[0].field, text }]),
      onSelect: () => this.#onSelect(),
    });
    this.outbox = new Outbox({
      url: this.root.dataset.cells,
      person: this.root.dataset.person,
      token: this.root.querySelector("[name=csrfmiddlewaretoken]").value,
      seen: ({ row, column }) => this.model.stored(row, column),
      onAnswer: (answer, sent) => this.#onAnswer(answer, sent),
      onState: (saved) => this.#onState(saved),
    });
    this.questions = new Questions({
      bubble: this.part("bubble"),
      bar: this.part("open"),
      model: this.model,
      sheet: this.sheet,
      onAnswer: (wanted) => this.#decide(wanted),
      onDiscard: (cells) => this.#discard(cells),
    });
    this.#onState({ state: "idle" });
    if (!mayWrite) this.part("saved").textContent = READING;
  }

  #listen() {
    const shown = (row, column) => this.model.shown(row, column);
    const commands = {
      undo: () => this.#sendAndShow(this.model.undo()),
      redo: () => this.#sendAndShow(this.model.redo()),
      fillDown: () => this.want(filledDown(this.sheet.selected, shown)),
      fillRight: () => this.want(filledRight(this.sheet.selected, shown)),
      clear: () => this.want(cleared(this.sheet.selected)),
      ask: () => this.questions.enter(),
      leave: () => this.part("tools").querySelector("button:enabled:not([hidden]), summary").focus(),
    };
    listen(this.sheet, commands);
    this.part("undo").addEventListener("click", commands.undo);
    this.part("redo").addEventListener("click", commands.redo);
    this.part("retry").addEventListener("click", () => this.outbox.flush());
    const { element } = this.sheet;
    for (const name of ["copy", "cut"]) element.addEventListener(name, (event) => this.#onCopy(event));
    element.addEventListener("paste", (event) => this.#onPaste(event));
    element.addEventListener("scroll", () => this.questions.place(), { capture: true });
  }

  /**
   * Writes what is wanted where the cells take it, as one thing to be undone.
   * @param {import("./outbox.js").Wanted[]} wanted
   * @param {boolean} [whole] all cells or none
   */
  want(wanted, whole = false) {
    const columns = new Map(this.columns.map((column) => [column.field, column]));
    const possible = wanted.filter(({ row, column }) => {
      const known = this.model.rows.get(row);
      return known && columns.has(column) && this.sheet.canEdit(known, columns.get(column));
    });
    this.#sendAndShow(this.model.want(possible), whole);
  }

  #sendAndShow(wanted, whole = false) {
    if (wanted.length) {
      this.outbox.put(wanted, whole);
      this.sheet.refresh(new Set(wanted.map((one) => one.row)));
      const [first] = wanted;
      if (wanted.length === 1 && !this.sheet.currentElement) this.sheet.select(first.row, first.column);
    }
    this.#showTools();
  }

  #decide(wanted) {
    this.#sendAndShow(this.model.decide(wanted));
    this.questions.summarize();
    this.#onSelect();
    this.sheet.focus();
  }

  #discard(cells) {
    for (const cell of cells) {
      this.outbox.forget(cell);
      this.model.discard(cell.row, cell.column);
    }
    this.sheet.refresh(new Set(cells.map((cell) => cell.row)));
    this.questions.summarize();
    this.#onSelect();
    this.sheet.focus();
  }

  #onAnswer(answer, sent) {
    this.sheet.refresh(this.model.take(answer, sent));
    this.questions.summarize();
    if (answer.open.length) this.#announce(this.part("open").textContent);
    this.#onSelect();
    this.onWritten(answer);
  }

  #onState(saved) {
    const line = this.part("saved");
    line.dataset.state = saved.state;
    line.textContent = SAVED[saved.state](saved) + (saved.state === "failed" ? ` (${this.outbox.count} ô đang giữ trong trang)` : "");
    this.part("retry").hidden = saved.state !== "failed";
    this.#showTools();
  }

  #showTools() {
    this.part("undo").disabled = !this.model.canUndo;
    this.part("redo").disabled = !this.model.canRedo;
  }

  /** The line above the grid names the current cell and what it holds, and so does a screen reader. */
  #onSelect() {
    const { rows, columns } = this.sheet.selected;
    if (!rows.length || !columns.length) return;
    const [[row], [column]] = [rows, columns];
    const text = grouped(this.model.shown(row.id, column.field)) || "để trống";
    const size = rows.length * columns.length;
    const block = size > 1 ? ` (chọn ${rows.length} dòng x ${columns.length} cột)` : "";
    this.part("current").textContent = `${this.sheet.label(row, column)}: ${text}${block}`;
    const open = this.part("task");
    open.hidden = row.kind !== "task";
    if (row.kind === "task") open.href = this.root.dataset.task.replace("KEY", encodeURIComponent(row.id));
    if (!this.sheet.isEditing) this.questions.show(row.id, column.field);
  }

  #onCopy(event) {
    if (this.sheet.isEditing) return;
    const block = this.sheet.selected;
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied(block, (row, column) => this.model.shown(row, column)));
    if (event.type === "cut") this.want(cleared(block));
  }

  #onPaste(event) {
    if (this.sheet.isEditing || !this.sheet.mayWrite) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    const from = this.sheet.fromCurrent;
    if (!text || !from.rows.length) return;
    if (!crossesGroups(text, from)) {
      this.#paste(text, from, false);
      return;
    }
    const choose = (groupsToo) => () => this.#paste(text, from, groupsToo);
    this.#say(
      "Khối dán đi qua dòng của nhóm. Trong khối có dòng của nhóm không?",
      button("Có: bỏ qua các dòng đó", choose(true)),
      button("Không: chỉ có dòng nhiệm vụ", choose(false)),
      button("Không dán", () => this.#hush(), "btn btn-sm btn-link"),
    );
  }

  #paste(text, from, groupsToo) {
    const canEdit = (row, column) => this.sheet.canEdit(row, column);
    const { wanted, beyond, leftOut, last } = placed(text, this.sheet.selected, from, canEdit, groupsToo);
    this.#hush();
    this.want(wanted, this.part("whole").checked);
    if (last) this.sheet.select(from.rows[0].id, from.columns[0].field, last.row, last.column);
    if (beyond.length && this.root.dataset.rows && beyond.every((line) => line.action)) {
      this.#offerRows(beyond, leftOut);
    } else if (beyond.length + leftOut.length) {
      this.#say(leftOutWords([...leftOut, ...beyond.flatMap(Object.values)]), this.#understood());
    }
  }

  /** Lines of a block below the last row may become tasks of the last group. */
  #offerRows(lines, leftOut) {
    const [last] = [...this.model.rows.values()].filter((row) => row.kind === "group").slice(-1);
    const more = leftOut.length ? ` ${leftOutWords(leftOut)}` : "";
    const question = `Khối dán dài hơn bảng ${lines.length} dòng, từ “${lines[0].action}”. Thêm các dòng đó thành nhiệm vụ mới ở cuối nhóm “${last.name}”?`;
    this.#say(
      question + more,
      button(`Thêm ${lines.length} nhiệm vụ`, () => this.#addRows(lines)),
      button("Không thêm", () => this.#hush(), "btn btn-sm btn-link"),
    );
  }

  async #addRows(lines) {
    this.#say("Đang thêm…");
    const after = [...this.model.rows.keys()].at(-1);
    try {
      const { message, rows } = await this.outbox.send(this.root.dataset.rows, { after, rows: lines });
      if (message) return this.#say(`Chưa thêm dòng nào. ${message}`, this.#understood());
      this.model.add(rows);
      await this.sheet.add(rows);
      this.#say(`Đã thêm ${rows.length} nhiệm vụ. Muốn bỏ, hãy xóa ở danh sách nhiệm vụ.`, this.#understood());
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const again = button("Thử lại", () => this.#addRows(lines));
      this.#say(`Chưa thêm được: ${error.message}`, again, button("Không thêm", () => this.#hush(), "btn btn-sm btn-link"));
    }
  }

  #understood() {
    return button("Đã hiểu", () => this.#hush(), "btn btn-sm btn-link");
  }

  #say(words, ...actions) {
    this.part("message").replaceChildren(make("p", {}, words), make("div", { className: "row-actions" }, ...actions));
    this.part("message").hidden = false;
    actions[0]?.focus();
  }

  #hush() {
    this.part("message").hidden = true;
    this.sheet.focus();
  }

  #announce(words) {
    this.part("announced").textContent = words;
  }

  /** The columns that are on the screen, without groups. */
  columns = [];
}

/** Says which texts of a block have no place in the table. @param {string[]} texts */
function leftOutWords(texts) {
  const examples = texts.slice(0, 3).map((one) => `“${one}”`).join(", ");
  return `Khối dán lớn hơn bảng hoặc có ô không sửa được: ${texts.length} giá trị chưa dán (${examples}${texts.length > 3 ? "…" : ""}).`;
}
