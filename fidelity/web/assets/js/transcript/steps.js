/** Sends changes one after the other, puts the turns that changed in their place, and says how it went. */
import { send } from "../desk/send.js";
import { turnsOf } from "./place.js";

const AGAIN_MILLISECONDS = 5000;
/** So many turns are put in place before the page may breathe. */
const AT_ONCE = 40;
/** No connection, signed out, or the service is busy: it is worth trying again. */
const MAY_PASS = new Set([0, 401, 429, 500, 502, 503, 504]);

export class Steps {
  constructor(root, bar, { put }) {
    this.root = root;
    this.bar = bar;
    this.afterPut = put;
    this.waiting = [];
    this.isSending = false;
    this.undone = bar.dataset.redo ? [bar.dataset.redo] : [];
    this.newest = bar.dataset.undo || null;
    addEventListener("online", () => this.go());
    addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    });
    this.showSteps();
  }

  /**
   * `{url, fields}`: what to send; `url` may be a function that is asked just before.
   * How it goes is also shown in `echo`, where the person looks. Gives back the answer, once it came. Trouble that may pass is tried again by itself, unless `isOnce`.
   */
  add(step) {
    this.echo?.replaceChildren();
    this.echo = step.echo;
    this.say("Saving");
    return new Promise((answered) => {
      this.waiting.push({ ...step, answered });
      this.go();
    });
  }

  async go() {
    clearTimeout(this.timer);
    if (this.isSending || !this.waiting.length) return;
    this.isSending = true;
    const [step] = this.waiting;
    const url = typeof step.url === "function" ? step.url() : step.url;
    const answer = url ? await send(url, step.fields ?? {}) : { ok: true, said: {} };
    this.isSending = false;
    if (!answer.ok && MAY_PASS.has(answer.status) && !step.isOnce) {
      this.say(`${answer.sentence} It is tried again.`);
      this.timer = setTimeout(() => this.go(), AGAIN_MILLISECONDS);
      return;
    }
    if (answer.ok) await this.take(answer.said, step);
    else this.say(Object.values(answer.said.errors ?? {})[0] ?? answer.sentence);
    this.waiting.shift();
    step.answered(answer);
    this.go();
  }

  async take(said, step) {
    if (said.pieces) await this.put(said.pieces);
    const voices = document.querySelector("[data-voices]");
    if (said.voices !== undefined && voices) putVoices(voices, said.voices);
    if (said.undo !== undefined) {
      this.newest = said.undo;
      if (!step.isUndo && !step.isRedo) this.undone = said.redo ? [said.redo] : [];
    }
    this.showSteps();
    if (this.waiting.length > 1) return;
    this.say(step.isNaming && said.said === "Saved." ? this.left() : (said.said ?? "Saved."));
  }

  /** What is left to do for somebody who names turns, one after the other. */
  left() {
    const count = (what) => this.root.querySelectorAll(`[data-turn]${what}`).length;
    const turns = (n) => `${n} turn${n === 1 ? "" : "s"}`;
    const [unknown, guessed] = [count("[data-role='unknown']"), count("[data-by='machine']")];
    if (unknown) return `Saved. ${turns(unknown)} ${unknown === 1 ? "is" : "are"} not named yet`;
    return guessed ? `Saved. In ${turns(guessed)} only the machine says who speaks` : "Saved. Every turn is named";
  }

  undo() {
    const last = { id: null };
    const url = () => {
      last.id = this.newest;
      return last.id && `${this.root.dataset.changesUrl}/${last.id}/undo`;
    };
    return this.add({ url, isUndo: true }).then((answer) => {
      if (answer.ok && last.id) this.undone.push(last.id);
      this.showSteps();
    });
  }

  redo() {
    const url = () => {
      const id = this.undone.pop();
      return id && `${this.root.dataset.changesUrl}/${id}/redo`;
    };
    return this.add({ url, isRedo: true }).then(() => this.showSteps());
  }

  showSteps() {
    this.bar.querySelector("[data-act=undo]").disabled = !this.newest;
    this.bar.querySelector("[data-act=redo]").disabled = !this.undone.length;
  }

  /** The turns of each segment anew; what is being edited stays as it is. */
  async put(pieces) {
    const entries = Object.entries(pieces);
    for (let at = 0; at < entries.length; at += AT_ONCE) {
      if (at) await new Promise((done) => setTimeout(done));
      for (const [segment, html] of entries.slice(at, at + AT_ONCE)) this.putSegment(segment, html);
    }
    this.root.dispatchEvent(new CustomEvent("turns:changed"));
    this.afterPut();
  }

  putSegment(segment, html) {
    const old = turnsOf(segment);
    if (!old.length || old.some((turn) => turn.querySelector("[data-editing]"))) return;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = [...holder.content.children];
    const focused = old.find((turn) => turn.contains(document.activeElement));
    old[0].before(...fresh);
    for (const turn of old) turn.remove();
    if (focused) (fresh.find((turn) => turn.id === focused.id) ?? fresh[0]).focus({ preventScroll: true });
  }

  say(text) {
    this.bar.querySelector("[data-saved]").textContent = text;
    if (this.echo) this.echo.textContent = text;
  }
}

/** The voices anew; what was picked for another one of them and not saved yet stays picked. */
function putVoices(place, html) {
  const focused = place.contains(document.activeElement) && document.activeElement.id;
  const isPicked = (select) => select.value && !select.selectedOptions[0].defaultSelected;
  const picked = [...place.querySelectorAll("select")].filter(isPicked);
  place.innerHTML = html;
  for (const { id, value } of picked) {
    const select = document.getElementById(id);
    if (select) select.value = value;
  }
  if (focused) document.getElementById(focused)?.focus();
}
