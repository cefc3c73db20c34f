/**
 * Saves a case note while it is written, and says so. What could not be saved is kept in this tab
 * and tried again; what somebody else saved in between is never written over.
 */
import { readerOf } from "../reader.js";
import { fill, read, served } from "./note_fields.js";
import { copyFor, dropIfKept } from "./note_copy.js";

const PAUSE = 2_000;
const LONGEST_WAIT = 30_000;
// Browsers send no more than this once a page is being left.
const LARGEST_LAST_WORD = 60_000;

const SENTENCES = {
  400: "Not saved: somebody has signed in since this page was opened. Trying again.",
  401: "Not saved: you are signed out. Sign in again in another tab, and this page will save what you wrote.",
  403: "Not saved: you may no longer write this note. Copy what you wrote before you leave.",
  404: "Not saved: you may no longer write this note. Copy what you wrote before you leave.",
  413: "Not saved: the note is too long. Make it shorter.",
};
const BUSY = "Not saved: the service is busy, trying again.";
const AWAY = "Not saved: no connection, trying again. What you typed is kept in this browser.";

export function start(form) {
  new Autosave(form).begin();
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.copy = copyFor(form);
    this.saved = null;
    this.unanswered = null;
    this.busy = null;
    this.wait = PAUSE;
    // Somebody saved in between: nothing is sent until the person has chosen.
    this.isStopped = false;
    // The last save did not get through.
    this.isAway = false;
    this.isAsking = this.isReady = this.isLeaving = this.isGoing = false;
    // Somebody saved in between, and what is typed here is kept beside that.
    this.isBeside = false;
    this.box = form.querySelector("[data-saved]");
    this.box.hidden = false;
  }

  begin() {
    const hasErrors = document.querySelector(".nhsuk-error-summary") !== null;
    this.saved = hasErrors ? null : JSON.stringify(served(this.form));
    dropIfKept();
    if (hasErrors) this.copy.drop();
    this.restore();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submitting(event));
    document.addEventListener("visibilitychange", () => (document.hidden ? this.lastWord() : this.dropCopy()));
    window.addEventListener("online", () => this.isDirty() && this.save());
    window.addEventListener("beforeunload", (event) => {
      this.isGoing = true;
      if (this.isDirty() && !this.isLeaving) event.preventDefault();
    });
    window.addEventListener("pageshow", () => (this.isReady = this.isLeaving = false));
    if (this.isDirty()) this.changed();
  }

  written() {
    return JSON.stringify(read(this.form));
  }

  isDirty() {
    return this.written() !== this.saved;
  }

  base() {
    const { revision, number } = this.form.elements;
    return { revision: Number(revision.value), number: Number(number.value) };
  }

  setBase({ revision, number }) {
    this.form.elements.revision.value = revision;
    this.form.elements.number.value = number;
  }

  /** What this tab kept from before a reload comes back. */
  restore() {
    const copy = this.copy.take();
    if (!copy) return;
    if (JSON.stringify(copy.fields) === this.written()) {
      this.copy.drop();
      return;
    }
    fill(this.form, copy.fields);
    this.setBase(copy.base);
    this.form.elements.kept.value = copy.kept ?? "";
    this.say("What you wrote before was put back.");
  }

  changed() {
    if (!this.isDirty()) return;
    this.isGoing = false;
    this.copy.keep({ fields: read(this.form), base: this.base(), kept: this.form.elements.kept.value });
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  save({ isLast = false } = {}) {
    clearTimeout(this.timer);
    if (this.isStopped) return Promise.resolve();
    this.busy ??= this.send(isLast).finally(() => {
      this.busy = null;
    });
    return this.busy;
  }

  async send(isLast, isSecond = false) {
    // A save that got no answer is sent once more as it was: the server knows it again.
    const text = this.unanswered?.text ?? this.written();
    const base = this.unanswered?.base ?? this.base();
    this.unanswered = { text, base };
    this.say("Saving…");
    let answer;
    try {
      answer = await fetch(this.form.dataset.autosaveTo, {
        method: "POST",
        keepalive: isLast,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-Requested-With": "fetch",
          "X-CSRFToken": this.form.elements.csrf_token.value,
        },
        body: JSON.stringify({ fields: JSON.parse(text), ...base, kept: this.form.elements.kept.value }),
      });
    } catch {
      this.away(AWAY);
      return;
    }
    if (answer.status === 400 && !isSecond && (await this.freshToken())) await this.send(isLast, true);
    else if (answer.status >= 500 || answer.status === 429) this.away(BUSY);
    else if (answer.status === 400 || answer.status === 401) this.away(SENTENCES[answer.status]);
    else await this.answered(answer, text);
  }

  away(sentence) {
    this.isAway = true;
    this.trouble(sentence);
    this.again();
  }

  async answered(answer, text) {
    this.unanswered = null;
    this.isAway = false;
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) this.kept(said, text);
    else if (answer.status === 409) this.clash(said, text);
    else if (answer.status === 422) this.trouble(`Not saved: ${Object.values(said.errors ?? {}).join(". ")}.`);
    else this.trouble(SENTENCES[answer.status] ?? AWAY);
  }

  kept(state, text) {
    this.setBase(state);
    this.saved = text;
    this.wait = PAUSE;
    this.trouble("");
    this.say(state.saved ? `Saved at ${state.saved}` : "Nothing to save yet");
    if (this.isDirty()) this.changed();
    else this.dropCopy();
  }

  /** Not while the page goes: the next one may have been asked for before this save, and then needs the copy. */
  dropCopy() {
    if (!document.hidden && !this.isGoing && !this.isDirty()) this.copy.drop();
  }

  /** Somebody saved in between. What is typed here is kept beside that, and so is what is typed from now on. */
  clash({ kept }, text) {
    this.form.querySelector("[data-saved-clash]").hidden = false;
    if (!kept) {
      this.isStopped = true;
      this.copy.keep({ fields: read(this.form), base: this.base() });
      this.trouble("Not saved: this note was saved somewhere else in between.");
      return;
    }
    this.form.elements.kept.value = kept;
    this.saved = text;
    this.isBeside = true;
    this.trouble("Not saved as the draft: this note was saved somewhere else in between. Both versions are kept.");
    if (this.isDirty()) this.changed();
    else this.dropCopy();
  }

  /** After signing in again in another tab, this page needs the token of that sign-in. Whether it has it now. */
  async freshToken() {
    try {
      const page = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
      if (!page.ok) return false;
      const html = new DOMParser().parseFromString(await page.text(), "text/html");
      if (readerOf(html) !== readerOf()) return false; // nobody's words are saved as somebody else's
      const token = html.querySelector('meta[name="csrf-token"]').content;
      this.form.elements.csrf_token.value = token;
      document.querySelector('meta[name="csrf-token"]').content = token;
      return true;
    } catch {
      return false;
    }
  }

  lastWord() {
    if (!this.isDirty() || this.isLeaving) return;
    this.save({ isLast: this.written().length < LARGEST_LAST_WORD });
  }

  /** The note is saved first: then the form that goes is one that the service will take. */
  async submitting(event) {
    if (this.isReady) {
      if (this.isLeaving) event.preventDefault();
      this.isLeaving = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    if (this.isAsking) return;
    this.isAsking = true;
    if (this.isStopped) await this.freshToken();
    else await this.save();
    this.isAsking = false;
    if (this.isAway || (submitter?.value === "stay" && !this.isStopped && !this.isBeside)) return;
    this.isReady = true;
    this.form.requestSubmit(submitter);
  }

  say(text) {
    this.box.querySelector("[data-saved-state]").textContent = text;
  }

  /** Trouble is read out by screen readers; "Saved" every few seconds would be a nuisance. */
  trouble(text) {
    this.box.classList.toggle("app-saved--trouble", text !== "");
    const place = this.box.querySelector("[data-saved-trouble]");
    if (place.textContent !== text) place.textContent = text;
    this.box.querySelector("[data-saved-state]").hidden = text !== "";
  }
}
