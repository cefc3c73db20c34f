/** Strengths, barriers, next steps and actions save themselves, and say so. */
import { startActions } from "./actions.js";
import { send } from "./send.js";

const PAUSE_MILLISECONDS = 1500;
const AGAIN_MILLISECONDS = 8000;
/** Browsers send no more than this once a page is being left. */
const LARGEST_LAST_WORD = 60_000;

export function startWords(form) {
  startActions(form);
  new Words(form).begin();
}

class Words {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-saving-state]");
    this.trouble = form.querySelector("[data-saving-trouble]");
    this.busy = null;
    this.isStopped = false;
    this.isLeaving = false;
  }

  begin() {
    // After a refusal what stands here is not what is kept.
    // Otherwise it is what the server sent, not what stands here now: somebody may have typed before this
    // script was there, or the browser may have put back what was typed before a reload.
    this.saved = document.querySelector(".nhsuk-error-summary") ? "" : this.written(served);
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("actions", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submitting(event));
    addEventListener("online", () => this.changed());
    document.addEventListener("visibilitychange", () => document.hidden && this.lastWord());
    addEventListener("beforeunload", (event) => {
      if (this.isDirty() && !this.isLeaving) event.preventDefault();
    });
    addEventListener("pageshow", () => (this.isLeaving = false));
    this.changed();
  }

  fields() {
    return new URLSearchParams(new FormData(this.form));
  }

  written(valueOf = (field) => field.value) {
    const typed = [...this.form.elements].filter((field) => field.matches("textarea, select, [type=date]"));
    return new URLSearchParams(typed.map((field) => [field.name, valueOf(field)])).toString();
  }

  isDirty() {
    return this.written() !== this.saved;
  }

  changed() {
    clearTimeout(this.timer);
    if (!this.isDirty() || this.isStopped) return;
    this.state.textContent = "Not saved yet.";
    this.timer = setTimeout(() => this.save(), PAUSE_MILLISECONDS);
  }

  save(isLast = false) {
    clearTimeout(this.timer);
    if (this.isStopped || !this.isDirty()) return Promise.resolve();
    this.busy ??= this.send(isLast).finally(() => {
      this.busy = null;
      if (this.isDirty() && !this.isStopped && !this.trouble.textContent) this.changed();
    });
    return this.busy;
  }

  async send(isLast) {
    const text = this.written();
    this.state.textContent = "Saving…";
    const answer = await send(this.form.action, this.fields(), { keepalive: isLast });
    if (answer.ok) {
      this.saved = text;
      this.form.elements.number.value = answer.said.number;
      this.say("");
      this.state.textContent = `Saved at ${new Date().toLocaleTimeString("en-GB", { timeStyle: "short" })}.`;
      return;
    }
    this.state.textContent = "";
    if (answer.status === 409) {
      this.isStopped = true;
      this.form.querySelector("[data-clash]").hidden = false;
      this.say(`Not saved. ${answer.sentence}`);
    } else if (answer.status === 422) {
      this.say(`Not saved: ${Object.values(answer.said.errors).join(". ")}.`);
    } else {
      this.say(answer.sentence);
      this.timer = setTimeout(() => this.save(), AGAIN_MILLISECONDS);
    }
  }

  say(text) {
    if (this.trouble.textContent !== text) this.trouble.textContent = text;
  }

  lastWord() {
    if (this.isLeaving || !this.isDirty()) return;
    this.save(this.written().length < LARGEST_LAST_WORD);
  }

  submitting(event) {
    const { submitter } = event;
    if (this.isLeaving) {
      event.preventDefault();
      return;
    }
    // "Save" stays on the page; "Preview" and "See both versions" go, once no save is on its way.
    if (!submitter?.name) {
      event.preventDefault();
      this.save();
      return;
    }
    if (this.busy) {
      event.preventDefault();
      this.busy.finally(() => this.form.requestSubmit(submitter));
      return;
    }
    this.isLeaving = true;
    clearTimeout(this.timer);
  }
}

/** The value of a field as the page came. */
function served(field) {
  if (!field.matches("select")) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}
