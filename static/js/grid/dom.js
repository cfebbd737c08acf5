/** Small helpers for what scripts put on the page. */

/**
 * A new element with properties and children.
 * @param {string} tag
 * @param {object} [properties]
 * @param {...(Node|string)} children
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * A button.
 * @param {string} words
 * @param {() => void} onClick
 * @param {string} [look] class of its look
 */
export function button(words, onClick, look = "btn btn-sm btn-outline-secondary") {
  const made = make("button", { type: "button", className: look }, words);
  made.addEventListener("click", onClick);
  return made;
}
