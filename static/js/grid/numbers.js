/**
 * Amounts travel as the server writes them for editing: ungrouped, with a decimal comma ("1234,5"). Here they are only
 * shown; reading what people type is the server's alone.
 */

const EDITABLE = /^\d+(,\d+)?$/;
const CALCULATED = /^.+ x .+ = (\d+(?:,\d+)?)$/;

/**
 * The amount alone of a cell that holds how it comes about: of "2 lớp x 3 = 6" it is "6"; any other text as it is.
 * @param {string} text
 * @returns {string}
 */
export function amountOf(text) {
  return CALCULATED.exec(text)?.[1] ?? text;
}

/**
 * An amount as people read it: "1234,5" as "1.234,5"; any other text as it is.
 * @param {string} text
 * @returns {string}
 */
export function grouped(text) {
  const amount = amountOf(text);
  if (!EDITABLE.test(amount)) return text;
  const [whole, decimals = ""] = amount.split(",");
  const rest = decimals.replace(/0+$/, "");
  return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (rest && `,${rest}`);
}
