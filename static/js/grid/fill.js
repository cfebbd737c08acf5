/** Changes of a whole block at once. Each gives what is wanted in which cell. */

/** @typedef {import("./sheet.js").Block} Block */

/**
 * The first row's values in all rows below (Ctrl+D).
 * @param {Block} block
 * @param {(row: string, column: string) => string} shown
 */
export function filledDown({ rows, columns }, shown) {
  const tasks = rows.filter((row) => row.kind === "task");
  return tasks.slice(1).flatMap((row) =>
    columns.map(({ field }) => ({ row: row.id, column: field, text: shown(tasks[0].id, field) })),
  );
}

/**
 * The first column's values in all columns to its right (Ctrl+R).
 * @param {Block} block
 * @param {(row: string, column: string) => string} shown
 */
export function filledRight({ rows, columns }, shown) {
  return rows
    .filter((row) => row.kind === "task")
    .flatMap((row) =>
      columns.slice(1).map(({ field }) => ({ row: row.id, column: field, text: shown(row.id, columns[0].field) })),
    );
}

/**
 * Nothing in all cells (Delete).
 * @param {Block} block
 */
export function cleared({ rows, columns }) {
  return rows
    .filter((row) => row.kind === "task")
    .flatMap((row) => columns.map(({ field }) => ({ row: row.id, column: field, text: "" })));
}
