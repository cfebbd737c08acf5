/** Blocks of cells on the clipboard, as Excel and LibreOffice write and read them (tabs, lines, quotes). */

/**
 * The cells of a copied block. A cell that begins with a quotation mark may hold tabs and lines up to the closing one;
 * the line that spreadsheets add at the end is none.
 * @param {string} text
 * @returns {string[][]}
 */
export function readBlock(text) {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  for (let at = 0; at <= source.length; at += 1) {
    const quoted = source[at] === '"' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(source.slice(at)) : null;
    const cell = quoted ? quoted[0] : /^[^\t\n]*/.exec(source.slice(at))[0];
    rows.at(-1).push(quoted ? quoted[1].replaceAll('""', '"') : cell);
    at += cell.length;
    if (source[at] === "\n") rows.push([]);
  }
  return rows;
}

/**
 * The block as text for the clipboard.
 * @param {string[][]} rows
 * @returns {string}
 */
export function writeBlock(rows) {
  const cell = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join("\t")).join("\r\n");
}
