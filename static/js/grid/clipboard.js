/** Copying blocks out of the grid, and pasting them in from Excel, LibreOffice or the grid itself. */

import { amountOf } from "./numbers.js";
import { readBlock, writeBlock } from "./tsv.js";

/** @typedef {import("./sheet.js").Block} Block */
/** @typedef {import("./outbox.js").Wanted} Wanted */

/**
 * The block as a spreadsheet takes it: amounts ungrouped with a decimal comma ("1234,5"), which Excel and LibreOffice
 * set to Vietnamese read as numbers, and which this grid reads in one way only; of what is calculated the amount.
 * @param {Block} block
 * @param {(row: string, column: string) => string} shown
 */
export function copied({ rows, columns }, shown) {
  return writeBlock(rows.map((row) => columns.map((column) => amountOf(shown(row.id, column.field)))));
}

/**
 * @typedef {{wanted: Wanted[], beyond: Object<string, string>[], leftOut: string[], last: {row: string, column: string}|null}} Placed
 *   `beyond`: lines of the block below the last row, by column; `leftOut`: other texts that no cell takes
 */

/**
 * Lays a copied text over the cells: one value over the whole selection, a block from its upper left cell on.
 * @param {string} text
 * @param {Block} selected
 * @param {Block} from all rows and columns from the upper left cell on
 * @param {(row: object, column: object) => boolean} canEdit
 * @param {boolean} groupsToo the block has lines for rows of groups too
 * @returns {Placed}
 */
export function placed(text, selected, from, canEdit, groupsToo) {
  const block = readBlock(text);
  const isOne = block.length === 1 && block[0].length === 1;
  const rows = isOne ? selected.rows : from.rows.filter((row) => groupsToo || row.kind === "task");
  const columns = isOne ? selected.columns : from.columns;
  const result = { wanted: [], beyond: [], leftOut: [], last: null };
  const height = isOne ? rows.length : block.length;
  for (let down = 0; down < height; down += 1) {
    const cells = isOne ? columns.map(() => block[0][0]) : block[down];
    const below = {};
    cells.forEach((cell, right) => {
      const [row, column] = [rows[down], columns[right]];
      if (row && column && canEdit(row, column)) {
        result.wanted.push({ row: row.id, column: column.field, text: cell.trim() });
        result.last = { row: row.id, column: column.field };
      } else if (!row && column && cell.trim()) {
        below[column.field] = cell.trim();
      } else if (cell.trim() && !isOne && (!row || !column || row.kind === "task")) {
        result.leftOut.push(cell.trim());
      }
    });
    if (Object.keys(below).length) result.beyond.push(below);
  }
  return result;
}

/**
 * If a block of several lines would run across the row of a group: only a person knows whether it has lines for those.
 * @param {string} text
 * @param {Block} from
 */
export function crossesGroups(text, from) {
  const height = readBlock(text).length;
  return height > 1 && from.rows.slice(0, height).some((row) => row.kind === "group");
}
