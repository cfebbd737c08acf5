/**
 * Saves what is typed into a part of a report, a moment after each change and when the page is left.
 * What the server could not read stays as it was typed; why is told at its field.
 */
import { renewToken } from "./token.js";

const PAUSE = 900; // milliseconds after the last key
const AGAIN = 5000; // milliseconds after a lost connection
const LOST = "Chưa lưu được: mất kết nối. Nội dung vẫn ở trên trang; cổng sẽ thử lại.";
const SIGNED_OUT = "Chưa lưu được: phiên làm việc đã hết. Hãy mở cổng ở một thẻ khác, đăng nhập rồi bấm Lưu ở đây.";

/** @param {HTMLFormElement} form */
function saveWhileTyping(form) {
  const state = form.querySelector(".typing-state");
  let timer = 0;
  let isDirty = false;
  let sending = null; // the promise of what is on its way
  let isSubmitted = false;

  const body = () => {
    const data = new FormData(form);
    data.set("autosave", "1");
    return data;
  };

  const tell = (text, hasFailed) => {
    state.textContent = text;
    state.classList.toggle("failed", hasFailed);
  };

  /** What was sent is what the person has seen from now on. */
  const remember = (sent, revision) => {
    form.elements.revision.value = revision;
    for (const [name, value] of sent) {
      const seen = form.elements[`initial-${name}`];
      if (seen) seen.value = value;
    }
  };

  const showAtFields = ({ errors = {}, words }) => {
    for (const at of form.querySelectorAll("[data-error-for]")) {
      const name = at.dataset.errorFor;
      if (at.textContent !== (errors[name] ?? "")) at.textContent = errors[name] ?? "";
      const field = form.elements[name];
      if (!(field instanceof Element)) continue;
      field.toggleAttribute("aria-invalid", name in errors);
      if (name in errors) field.setAttribute("aria-invalid", "true");
    }
    if (!words) return;
    for (const at of form.querySelectorAll("[data-words-for]")) at.textContent = words[at.dataset.wordsFor] ?? "";
  };

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  const save = () => {
    if (sending || isSubmitted) return later(PAUSE);
    clearTimeout(timer);
    sending = send().finally(() => (sending = null));
  };

  const send = async () => {
    isDirty = false;
    const sent = body();
    tell("Đang lưu", false);
    try {
      const post = () => fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
      let answer = await post();
      if (answer.status === 403 && (await renewToken())) {
        sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        answer = await post();
      }
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        isDirty = true;
        return tell(SIGNED_OUT, true);
      }
      const said = await answer.json();
      if (answer.ok) remember(sent, said.revision);
      showAtFields(said);
      tell(said.message, !answer.ok);
    } catch {
      isDirty = true;
      tell(LOST, true);
      later(AGAIN);
    }
  };

  form.addEventListener("input", () => {
    isDirty = true;
    later(PAUSE);
  });
  /**
   * Nothing leaves the page before what was typed has arrived: the next page would know an older state, and that of a
   * session that has ended nothing of it. What could not be saved is told beside the button.
   */
  addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!sending && !isDirty) {
      isSubmitted = event.target === form;
      return;
    }
    event.preventDefault();
    await sending;
    if (isDirty) {
      save();
      await sending;
    }
    if (!isDirty) event.target.requestSubmit(event.submitter);
  });
  addEventListener("pagehide", () => {
    // Of two that arrive, the one that is known already is refused.
    if ((isDirty || sending) && !isSubmitted) navigator.sendBeacon(form.action, body());
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) saveWhileTyping(form);
