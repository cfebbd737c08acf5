/** The keyboard of the grid, as in a spreadsheet. */

/** @typedef {import("./sheet.js").Sheet} Sheet */

const ARROWS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

/**
 * Listens to the keys in the grid.
 * @param {Sheet} sheet
 * @param {Object<string, () => void>} commands by name: undo, redo, fillDown, fillRight, clear, ask, leave
 */
export function listen(sheet, commands) {
  const withControl = { z: "undo", y: "redo", d: "fillDown", r: "fillRight" };

  /** @returns {boolean} if the key was one of ours */
  function handle(event) {
    const control = event.ctrlKey || event.metaKey;
    const { key, shiftKey } = event;
    if (key in ARROWS) sheet.move(ARROWS[key], { expand: shiftKey, jump: control });
    else if (control && shiftKey && key.toLowerCase() === "z") commands.redo();
    else if (control && !shiftKey && key.toLowerCase() in withControl) commands[withControl[key.toLowerCase()]]();
    else if (control || event.altKey) return false;
    else if (key === "Enter") commands.ask() || sheet.move(shiftKey ? "up" : "down");
    else if (key === "Tab") sheet.move(shiftKey ? "left" : "right");
    else if (key === "F2") sheet.edit();
    else if (key === "Delete" || key === "Backspace") commands.clear();
    else if (key === "Escape") commands.leave();
    else if (key === "Home" || key === "End") sheet.move(key === "Home" ? "left" : "right", { jump: true });
    else if (key === "PageUp" || key === "PageDown") for (let n = 0; n < 10; n += 1) sheet.move(key === "PageUp" ? "up" : "down");
    else if (key.length === 1 && key !== " ") return sheet.edit(key);
    else return false;
    return true;
  }

  sheet.element.addEventListener(
    "keydown",
    (event) => {
      if (sheet.isEditing || event.isComposing) return;
      if (handle(event)) event.preventDefault();
      event.stopPropagation(); // Tabulator takes some letters for arrows
    },
    { capture: true },
  );
}
