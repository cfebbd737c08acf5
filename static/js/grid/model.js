/**
 * What the grid knows of its cells: what stands in the draft, what was typed since, and what became of it. Also the
 * stacks of undo. It knows nothing of the screen.
 */

import { cellKey } from "./outbox.js";

/** @typedef {import("./outbox.js").Wanted} Wanted */
/** @typedef {Wanted & {state: "ambiguous"|"refused"|"stale", message: string, choices: string[], theirs: string}} Open */
/** @typedef {{row: string, column: string, before: string, after: string}} Step one cell of something to be undone */

export class Model {
  /** @type {Map<string, object>} rows by id, as the table shows them */
  rows = new Map();
  /** @type {Map<string, string>} texts that have no answer yet or are open, by cell */
  typed = new Map();
  /** @type {Map<string, Open>} what the server asked or refused, by cell */
  open = new Map();
  /** @type {Object<string, Object<string, string[]>>} contradictions by row and column */
  marks = {};
  /** @type {Step[][]} */
  #done = [];
  /** @type {Step[][]} */
  #undone = [];

  /** @param {object[]} rows */
  load(rows) {
    this.rows = new Map(rows.map((row) => [row.id, row]));
  }

  /** @param {object[]} rows new ones, below the others */
  add(rows) {
    for (const row of rows) this.rows.set(row.id, row);
  }

  /** What stands in the draft, as far as this page knows. */
  stored(row, column) {
    return this.rows.get(row)?.[column] ?? "";
  }

  /** What the cell shows: what was typed, else what stands in the draft. */
  shown(row, column) {
    return this.typed.get(cellKey({ row, column })) ?? this.stored(row, column);
  }

  /**
   * Notes what a person wants, as one thing to be undone. Returns what is to be sent; an unchanged cell is not.
   * @param {Wanted[]} wanted
   * @returns {Wanted[]}
   */
  want(wanted) {
    const steps = wanted
      .map((one) => ({ ...one, before: this.shown(one.row, one.column), after: one.text }))
      .filter((step) => step.before !== step.after);
    if (!steps.length) return [];
    this.#done.push(steps);
    this.#undone = [];
    return this.#type(steps.map(({ row, column, after }) => ({ row, column, text: after })));
  }

  /**
   * Notes what a person answered about cells: no step of its own, but the end of the one that led to the question.
   * @param {Wanted[]} wanted
   * @returns {Wanted[]}
   */
  decide(wanted) {
    const texts = new Map(wanted.map((one) => [cellKey(one), one.text]));
    for (const steps of this.#done) {
      for (const step of steps) {
        const text = texts.get(cellKey(step));
        if (text !== undefined && step.after === this.typed.get(cellKey(step))) step.after = text;
      }
    }
    return this.#type(wanted);
  }

  /** The newest step back; what is to be sent for it. */
  undo() {
    return this.#move(this.#done, this.#undone, "before");
  }

  /** The newest undone step again. */
  redo() {
    return this.#move(this.#undone, this.#done, "after");
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  #move(from, to, which) {
    const steps = from.pop();
    if (!steps) return [];
    to.push(steps);
    return this.#type(steps.map((step) => ({ row: step.row, column: step.column, text: step[which] })));
  }

  /** @param {Wanted[]} wanted */
  #type(wanted) {
    for (const one of wanted) {
      this.open.delete(cellKey(one));
      this.typed.set(cellKey(one), one.text);
    }
    return wanted;
  }

  /**
   * Takes the server's answer to what was sent; what was typed into a cell since stays. Returns the ids of rows that
   * show something else now.
   * @param {{done: object, open: Open[], sums?: object, details?: object}} answer
   * @param {Map<string, Wanted>} sent
   * @returns {Set<string>}
   */
  take(answer, sent) {
    const changed = new Set();
    const renamed = new Map(); // what was typed and is stored in another form
    for (const [row, columns] of Object.entries(answer.done)) {
      changed.add(row);
      for (const [column, text] of Object.entries(columns)) {
        const key = cellKey({ row, column });
        const typed = sent.get(key)?.text;
        if (typed !== text) renamed.set(key, [typed, text]);
        this.#store(row, column, text);
        if (this.typed.get(key) === typed) this.discard(row, column);
      }
    }
    if (renamed.size) this.#rename(renamed);
    for (const one of answer.open) {
      changed.add(one.row);
      if (one.state === "stale") this.#store(one.row, one.column, one.theirs);
      if (this.typed.get(cellKey(one)) === one.text) this.open.set(cellKey(one), one);
    }
    for (const [row, sums] of Object.entries(answer.sums ?? {})) {
      changed.add(row);
      this.sum(row, sums);
    }
    for (const [row, details] of Object.entries(answer.details ?? {})) {
      if (this.rows.has(row)) this.rows.get(row).details = details;
    }
    return changed;
  }

  #rename(renamed) {
    for (const step of [...this.#done, ...this.#undone].flat()) {
      const [typed, text] = renamed.get(cellKey(step)) ?? [];
      if (step.after === typed) step.after = text;
    }
  }

  /** Computed cells of a row; those that are not named are empty. */
  sum(row, sums) {
    const known = this.rows.get(row);
    if (!known) return;
    for (const name of Object.keys(known)) if (isComputed(known, name)) delete known[name];
    Object.assign(known, sums);
  }

  /** Forgets what was typed into a cell and what was asked about it. */
  discard(row, column) {
    this.typed.delete(cellKey({ row, column }));
    this.open.delete(cellKey({ row, column }));
  }

  #store(row, column, text) {
    const known = this.rows.get(row);
    if (known) known[column] = text;
  }
}

/** If a cell is computed: in rows of groups and of the whole all are that have an amount. */
function isComputed(row, name) {
  if (["id", "kind", "number", "name", "details", "level"].includes(name)) return false;
  return row.kind !== "task" || name === "sum" || name.startsWith("year:") || name.startsWith("source:");
}
