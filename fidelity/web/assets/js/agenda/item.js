/** One item of an agenda: its tick and what was said of it, saved as soon as somebody stops typing. */
import { send } from "../desk/send.js";

const PAUSE_MILLISECONDS = 1200;
const AGAIN_MILLISECONDS = 5000;

export class Item {
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.form = root.querySelector("[data-agenda-tick]");
    this.tick = root.querySelector(".app-tick");
    this.said = this.form.elements.outcome;
    this.wanted = null;
    this.sent = this.said.defaultValue;
    this.busy = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter === this.tick) this.wanted = this.isTicked ? "no" : "yes";
      this.save();
    });
    this.said.addEventListener("input", () => {
      this.fit();
      this.say("Not saved yet");
      this.later(PAUSE_MILLISECONDS);
    });
    this.said.addEventListener("blur", () => this.isDirty && this.save());
    this.fit();
  }

  get isTicked() {
    return this.tick.getAttribute("aria-pressed") === "true";
  }

  get isDirty() {
    return this.wanted !== null || this.said.value !== this.sent;
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** One save at a time; what came meanwhile goes with the next. */
  save() {
    clearTimeout(this.timer);
    this.busy ??= this.sendIt().finally(() => {
      this.busy = null;
    });
    return this.busy;
  }

  async sendIt() {
    const { key, by, based_on: basedOn } = this.form.elements;
    const text = this.said.value;
    const ticked = this.wanted ?? "";
    this.say("Saving…");
    const fields = { key: key.value, by: by.value, based_on: basedOn.value, outcome: text, ticked };
    const answer = await send(this.form.action, fields);
    if (answer.ok) {
      if (this.wanted === ticked) this.wanted = null;
      this.take(answer.said, text);
      this.say("Saved");
      if (this.isDirty) this.later(PAUSE_MILLISECONDS);
      return;
    }
    const wrong = Object.values(answer.said.errors ?? {})[0];
    this.say(wrong ? `Not saved: ${wrong}.` : answer.sentence, true);
    const isForGood = wrong || answer.status === 403 || answer.status === 404;
    if (!isForGood) this.later(AGAIN_MILLISECONDS);
  }

  /** What stands in the database now. ``text``: what this page had sent, where it had. */
  take(stands, text = this.said.value) {
    // What was typed since builds on what was sent; the service puts it together with what others wrote.
    const typedSince = this.said.value !== text;
    if (!typedSince && this.said.value !== stands.outcome) this.said.value = stands.outcome;
    this.sent = typedSince ? text : stands.outcome;
    this.form.elements.based_on.value = this.sent;
    this.tick.setAttribute("aria-pressed", String(stands.ticked));
    this.tick.value = stands.ticked ? "no" : "yes";
    this.root.classList.toggle("app-agenda__item--ticked", stands.ticked);
    this.root.querySelector("[data-tick-state]").textContent = stands.state;
    this.fit();
    this.changed();
  }

  /** What others did meanwhile, unless something of this page is on its way. */
  hear(stands) {
    if (this.busy || this.isDirty || document.activeElement === this.said) return;
    if (stands.outcome === this.sent && stands.ticked === this.isTicked) return;
    this.take(stands);
  }

  fit() {
    this.said.rows = 1 + (this.said.value.match(/\n/g)?.length ?? 0);
  }

  say(text, isTrouble = false) {
    const place = this.root.querySelector("[data-saved-state]");
    if (place.textContent !== text) place.textContent = text;
    place.classList.toggle("app-agenda__saved--trouble", isTrouble);
  }
}
