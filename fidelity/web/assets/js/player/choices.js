/** How the person likes to listen: the same for every player of a page, kept on the server for the next one. */
import { send } from "../desk/send.js";

const PAUSE_MILLISECONDS = 600;
let ofThisPage = null;

/** `root`: any player of the page. */
export function choicesOf(root) {
  ofThisPage ??= new Choices(root.dataset.choicesUrl, JSON.parse(root.dataset.choices));
  return ofThisPage;
}

class Choices {
  constructor(url, { speed, skips_silence, follows, rewind_seconds }) {
    this.url = url;
    this.speed = speed;
    this.skipsSilence = skips_silence;
    this.follows = follows;
    this.rewindSeconds = rewind_seconds;
    this.waiting = {};
    this.heard = [];
    document.addEventListener("visibilitychange", () => document.hidden && this.keep({ keepalive: true }));
  }

  whenChanged(show) {
    this.heard.push(show);
    show();
  }

  set(name, value) {
    if (this[name] === value) return;
    this[name] = value;
    for (const show of this.heard) show();
    const [field, text] = {
      speed: ["speed", String(value)],
      skipsSilence: ["skips_silence", value ? "yes" : "no"],
      follows: ["follows", value ? "yes" : "no"],
    }[name];
    this.waiting[field] = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE_MILLISECONDS);
  }

  /** If it does not get through, it counts on this page alone: nobody is stopped for that. */
  keep(options) {
    clearTimeout(this.timer);
    const fields = Object.entries(this.waiting);
    this.waiting = {};
    if (fields.length) send(this.url, fields, options);
  }
}
