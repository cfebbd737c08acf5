/** Rows of a list are dragged into another order, which is saved at once; the buttons "Lên", "Xuống" do the same. */
import Sortable from "../vendor/sortable/sortable.esm.js";

/** @param {HTMLElement} list */
function makeSortable(list) {
  const form = list.closest("form");
  const saved = form.querySelector(".order-saved");
  list.classList.add("can-drag");
  Sortable.create(list, {
    handle: ".drag-handle",
    animation: 120,
    onEnd: async () => {
      const body = new FormData(form);
      for (const actions of list.querySelectorAll("[data-key]")) body.append("order", actions.dataset.key);
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.status !== 204) {
        location.reload(); // the page says why, or asks to sign in again
        return;
      }
      saved.textContent = "Đã lưu thứ tự mới.";
      const rows = [...list.children];
      for (const row of rows) {
        row.querySelector('[name="up"]').disabled = row === rows[0];
        row.querySelector('[name="down"]').disabled = row === rows.at(-1);
      }
    },
  });
}

for (const list of document.querySelectorAll("[data-sortable]")) makeSortable(list);
