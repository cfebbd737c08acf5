/**
 * Amounts travel as the server writes them for editing: ungrouped, with a decimal comma ("1234,5"). Here they are only
 * shown; reading what people type is the server's alone.
 */

const EDITABLE = /^\d+(,\d+)?$/;

/**
 * An amount as people read it: "1234,5" as "1.234,5"; any other text as it is.
 * @param {string} text
 * @returns {string}
 */
export function grouped(text) {
  if (!EDITABLE.test(text)) return text;
  const [whole, decimals = ""] = text.split(",");
  const rest = decimals.replace(/0+$/, "");
  return whole.replace(/\B(?=(\d{3})+$)/g, ".") + (rest && `,${rest}`);
}
