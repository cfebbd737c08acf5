/**
 * Sends changed cells to the server and keeps what could not be sent: nothing typed is lost with the connection or the
 * session. One request at a time; what is typed meanwhile goes with the next.
 */

/** @typedef {{row: string, column: string, text: string}} Wanted a text that a person wants in a cell */
/** @typedef {{state: "idle"|"saving"|"saved"|"failed"|"final", at?: string, message?: string}} Saved */

const WAITS = [2, 5, 15, 30]; // seconds until the next attempt, the last one again and again
const LOST = "Phiên làm việc đã hết hoặc mất kết nối với tài khoản. Hãy đăng nhập ở một thẻ khác, rồi bấm Thử lại.";
const OFFLINE = "Không kết nối được với máy chủ.";

/** A request that had no answer of ours. */
export class NoAnswer extends Error {}

export class Outbox {
  /** @type {Map<string, Wanted>} what waits, by cell */
  #waiting = new Map();
  /** @type {Map<string, Wanted>} what is on its way */
  #sent = new Map();
  #timer = 0;
  #failures = 0;
  #isFinal = false;
  #whole = false; // what waits is for all or nothing
  #sentWhole = false;

  /**
   * @param {object} options
   * @param {string} options.url where batches are sent
   * @param {string} options.token against forged requests
   * @param {string} options.person who works in this page
   * @param {(wanted: Wanted) => string} options.seen what the person saw in the cell when she changed it
   * @param {(answer: object, sent: Map<string, Wanted>) => void} options.onAnswer takes what the server says to a batch
   * @param {(saved: Saved) => void} options.onState tells how far saving is
   */
  constructor(options) {
    Object.assign(this, options);
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => this.isEmpty || event.preventDefault());
  }

  /** If the server has answered to everything. */
  get isEmpty() {
    return this.#waiting.size + this.#sent.size === 0;
  }

  /** How many cells have no answer yet. */
  get count() {
    return this.#waiting.size + this.#sent.size;
  }

  /**
   * Puts changes into the queue and sends them soon.
   * @param {Wanted[]} changes
   * @param {boolean} whole all of them or none
   */
  put(changes, whole = false) {
    for (const one of changes) this.#waiting.set(cellKey(one), one);
    this.#whole ||= whole;
    if (!this.#isFinal) this.onState({ state: "saving" }); // what waits is not saved, even before it is sent
    this.#later(0);
  }

  /** Takes a cell out of the queue again, if it has not been sent. */
  forget(one) {
    this.#waiting.delete(cellKey(one));
  }

  /** Sends what waits, now. */
  async flush() {
    clearTimeout(this.#timer);
    if (this.#sent.size || !this.#waiting.size || this.#isFinal) return;
    this.#sent = this.#waiting;
    this.#waiting = new Map();
    [this.#sentWhole, this.#whole] = [this.#whole, false];
    this.onState({ state: "saving" });
    try {
      this.#settle(await this.#post());
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.#waiting = new Map([...this.#sent, ...this.#waiting]);
      this.#whole ||= this.#sentWhole;
      this.#sent = new Map();
      this.onState({ state: "failed", message: error.message });
      this.#later(WAITS[Math.min(this.#failures, WAITS.length - 1)]);
      this.#failures += 1;
    }
  }

  /** Takes an answer; where nothing of the batch can be written, its message stands at each cell. */
  #settle(answer) {
    this.#failures = 0;
    if (answer.is_final) {
      this.#isFinal = true;
      this.onState({ state: "final", message: answer.message });
      return;
    }
    const sent = this.#sent;
    this.#sent = new Map();
    const { message } = answer;
    const refused = [...sent.values()].map((one) => ({ ...one, state: "refused", message, choices: [], theirs: "" }));
    this.onAnswer(message ? { done: {}, open: refused } : answer, sent);
    this.onState({ state: this.isEmpty ? "saved" : "saving", at: answer.at });
    if (this.#waiting.size) this.#later(0);
  }

  #later(seconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), seconds * 1000);
  }

  /** The answer to what was sent. */
  #post() {
    const changes = [...this.#sent.values()].map((one) => ({ ...one, seen: this.seen(one) }));
    return this.send(this.url, { changes, whole: this.#sentWhole });
  }

  /**
   * Sends something at once and gives the answer; a token that no longer counts is asked for anew, once.
   * @param {string} url
   * @param {object} content
   * @returns {Promise<object>} NoAnswer where there is none
   */
  async send(url, content) {
    const body = JSON.stringify({ ...content, person: this.person });
    const send = () => ask(url, { method: "POST", body, headers: { "X-CSRFToken": this.token } });
    const answer = await send();
    if (answer) return answer;
    const renewed = await ask(`${this.url}?part=token`);
    if (!renewed) throw new NoAnswer(LOST);
    this.token = renewed.token;
    const second = await send();
    if (!second) throw new NoAnswer(LOST);
    return second;
  }
}

/**
 * JSON from the server; null where it answers something else (a page that asks to sign in).
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<object|null>}
 */
export async function ask(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { redirect: "manual", headers: {}, ...options });
  } catch {
    throw new NoAnswer(OFFLINE);
  }
  if (response.status >= 500 || response.status === 429) throw new NoAnswer(OFFLINE);
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json");
  return isJson ? response.json() : null;
}

/** @param {{row: string, column: string}} cell */
export function cellKey({ row, column }) {
  return `${row}\t${column}`;
}
