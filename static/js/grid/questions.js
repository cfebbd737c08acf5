/**
 * What the server asks or tells about a cell, at the cell; and, where a pasted block leaves many questions, one answer
 * for all of them.
 */

import { button, make } from "./dom.js";
import { grouped } from "./numbers.js";

/** @typedef {import("./model.js").Open} Open */
/** @typedef {import("./outbox.js").Wanted} Wanted */

export class Questions {
  /**
   * @param {object} options
   * @param {HTMLElement} options.bubble stands beside the current cell
   * @param {HTMLElement} options.bar stands above the grid
   * @param {import("./model.js").Model} options.model
   * @param {import("./sheet.js").Sheet} options.sheet
   * @param {(wanted: Wanted[]) => void} options.onAnswer takes what was decided
   * @param {(cells: Open[]) => void} options.onDiscard leaves what stands in the draft
   */
  constructor(options) {
    Object.assign(this, options);
    this.bubble.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.bubble.hidden = true;
      this.sheet.focus();
    });
  }

  /** Shows what is said about the current cell, or nothing. Returns if something is asked. */
  show(row, column) {
    const open = this.model.open.get(`${row}\t${column}`);
    const marks = this.model.marks[row]?.[column] ?? [];
    const details = this.model.rows.get(row)?.details?.[column];
    const parts = [
      ...(open ? this.#asked(open) : []),
      ...marks.map((words) => make("p", { className: "bubble-mark" }, words)),
      ...(details ? [make("p", { className: "muted" }, `Cách tính: ${details}`)] : []),
    ];
    this.bubble.replaceChildren(...parts);
    this.bubble.hidden = !parts.length;
    this.place();
    return Boolean(open);
  }

  /** Puts the keyboard on the first answer. Returns if there is one. */
  enter() {
    const first = this.bubble.hidden ? null : this.bubble.querySelector("button");
    first?.focus();
    return Boolean(first);
  }

  /** Puts the bubble beside the cell, inside the grid's frame; away while the cell is scrolled out of sight. */
  place() {
    const cell = this.sheet.currentElement?.getBoundingClientRect();
    const frame = this.bubble.parentElement.getBoundingClientRect();
    const isThere = cell && cell.bottom > frame.top && cell.top < frame.bottom;
    this.bubble.classList.toggle("is-away", !isThere);
    if (!isThere || this.bubble.hidden) return;
    const { offsetWidth: width, offsetHeight: height } = this.bubble;
    const left = Math.min(cell.left - frame.left, frame.width - width - 8);
    const below = cell.bottom - frame.top + 4;
    const top = below + height > frame.height ? cell.top - frame.top - height - 4 : below;
    this.bubble.style.left = `${Math.max(left, 4)}px`;
    this.bubble.style.top = `${Math.max(top, 4)}px`;
  }

  /** @param {Open} open */
  #asked(open) {
    const answer = (text) => () => this.onAnswer([{ row: open.row, column: open.column, text }]);
    const discard = button("Bỏ chữ vừa gõ", () => this.onDiscard([open]), "btn btn-sm btn-link");
    if (open.state === "ambiguous") {
      const choices = open.choices.map((text) => button(grouped(text), answer(text), "btn btn-sm btn-primary"));
      const question = make("p", {}, `“${open.text}” có thể hiểu hai cách. Số nào đúng?`);
      return [question, make("div", { className: "row-actions" }, ...choices, discard)];
    }
    if (open.state === "stale") {
      const theirs = grouped(open.theirs) || "để trống";
      const mine = grouped(open.text) || "để trống";
      const question = make("p", {}, `Người khác vừa ghi ô này: ${theirs}. Bạn ghi: ${mine}. Giữ giá trị nào?`);
      const keep = button(`Giữ ${theirs}`, () => this.onDiscard([open]), "btn btn-sm btn-outline-secondary");
      const write = button(`Ghi ${mine}`, answer(open.text), "btn btn-sm btn-primary");
      return [question, make("div", { className: "row-actions" }, keep, write)];
    }
    return [make("p", { className: "field-error" }, open.message), make("div", { className: "row-actions" }, discard)];
  }

  /** Tells above the grid how many cells are open, with answers for all. */
  summarize() {
    const all = [...this.model.open.values()];
    const of = (state) => all.filter((one) => one.state === state);
    const [ambiguous, refused, stale] = [of("ambiguous"), of("refused"), of("stale")];
    const parts = [];
    if (ambiguous.length > 1) parts.push(this.#forAll(ambiguous));
    else if (ambiguous.length) parts.push(this.#line("1 ô có thể hiểu hai cách.", ambiguous));
    if (refused.length) parts.push(this.#line(`${refused.length} ô chưa ghi được.`, refused, true));
    if (stale.length) parts.push(this.#line(`${stale.length} ô người khác vừa sửa.`, stale));
    this.bar.replaceChildren(...parts);
    this.bar.hidden = !parts.length;
  }

  #line(words, cells, canDiscard = false) {
    const go = button("Đến ô", () => this.sheet.select(cells[0].row, cells[0].column));
    const discard = canDiscard ? [button("Bỏ các chữ này", () => this.onDiscard(cells), "btn btn-sm btn-link")] : [];
    return make("p", { className: "open-line" }, make("strong", {}, words), " ", go, ...discard);
  }

  #forAll(cells) {
    const decide = (place) => () =>
      this.onAnswer(cells.map((one) => ({ row: one.row, column: one.column, text: one.choices.at(place) })));
    const [example] = cells;
    const words = `${cells.length} ô có thể hiểu hai cách, ví dụ “${example.text}”. Hiểu tất cả như:`;
    const large = button(grouped(example.choices.at(-1)), decide(-1));
    const small = button(grouped(example.choices.at(0)), decide(0));
    const go = button("Xem từng ô", () => this.sheet.select(example.row, example.column), "btn btn-sm btn-link");
    return make("p", { className: "open-line" }, make("strong", {}, words), " ", large, " ", small, go);
  }
}
