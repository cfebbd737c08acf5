/**
 * Keeps what is being typed into a form at the server, a moment after each change and when the page is left.
 * The form says where (`data-typing`) and under which name (`data-place`).
 */
const PAUSE = 900; // milliseconds after the last key

/** @param {HTMLFormElement} form */
function keepTyping(form) {
  const state = form.querySelector(".typing-state");
  let timer = 0;
  let isDirty = false;
  let isSent = false;

  const body = () => {
    const data = new FormData(form);
    data.set("place", form.dataset.place);
    return data;
  };

  const tell = (text, hasFailed) => {
    state.textContent = text;
    state.classList.toggle("failed", hasFailed);
  };

  const keep = async () => {
    isDirty = false;
    try {
      const answer = await fetch(form.dataset.typing, { method: "POST", body: body(), redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        isDirty = true;
        tell("Chưa giữ được: phiên làm việc đã hết. Hãy mở cổng ở một thẻ khác, đăng nhập rồi gõ tiếp ở đây.", true);
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
  form.addEventListener("submit", () => {
    isSent = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", () => {
    if (isDirty && !isSent) navigator.sendBeacon(form.dataset.typing, body());
  });
}

for (const form of document.querySelectorAll("form[data-typing]")) keepTyping(form);
