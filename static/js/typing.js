/**
 * Keeps what is being typed into a form at the server, a moment after each change and when the page is left.
 * The form says where (`data-typing`) and under which name (`data-place`).
 */
import { renewToken } from "./token.js";

const PAUSE = 900; // milliseconds after the last key

/** If something was typed or chosen since the page came, also before this script ran or by the browser's memory. */
const isChanged = (control) =>
  control.type === "checkbox" || control.type === "radio"
    ? control.checked !== control.defaultChecked
    : control.options
      ? [...control.options].some((option, place) => option.selected !== option.defaultSelected && place > 0)
      : control.defaultValue !== undefined && control.value !== control.defaultValue;

/** @param {HTMLFormElement} form */
function keepTyping(form) {
  const state = form.querySelector(".typing-state");
  let timer = 0;
  let isDirty = false;
  let isSent = false;
  let sending = null; // the promise of what is on its way

  const body = () => {
    const data = new FormData(form);
    data.set("place", form.dataset.place);
    return data;
  };

  const tell = (text, hasFailed) => {
    state.textContent = text;
    state.classList.toggle("failed", hasFailed);
  };

  const keep = () => {
    clearTimeout(timer);
    sending = send().finally(() => (sending = null));
    return sending;
  };

  const send = async () => {
    isDirty = false;
    try {
      const post = () => fetch(form.dataset.typing, { method: "POST", body: body(), redirect: "manual" });
      let answer = await post();
      if (answer.status === 403 && (await renewToken())) answer = await post();
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        isDirty = true;
        tell("Chưa giữ được: phiên làm việc đã hết. Hãy mở cổng ở một thẻ khác, đăng nhập rồi bấm Lưu ở đây.", true);
        return;
      }
      const said = await answer.json();
      tell(said.message, !answer.ok);
    } catch {
      isDirty = true;
      tell("Chưa giữ được: mất kết nối. Nội dung vẫn ở trên trang; cổng sẽ thử lại.", true);
      timer = setTimeout(keep, 5000);
    }
  };

  form.addEventListener("input", () => {
    isDirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  /** Nothing is sent to a session that has ended: its answer would be another page, without what was typed. */
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!isDirty && !sending) {
      isSent = true;
      return;
    }
    event.preventDefault();
    await sending;
    if (isDirty) await keep();
    if (!isDirty) form.requestSubmit(event.submitter); // else why it was not kept is told beside the button
  });
  if ([...form.elements].some(isChanged)) form.dispatchEvent(new Event("input"));
  addEventListener("pagehide", () => {
    if (isDirty && !isSent) navigator.sendBeacon(form.dataset.typing, body());
  });
}

for (const form of document.querySelectorAll("form[data-typing]")) keepTyping(form);
