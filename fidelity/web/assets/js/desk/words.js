/** Strengths, barriers, next steps and actions save themselves, and say so. */
import { copyFor } from "../modules/note_copy.js";
import { addAction, startActions } from "./actions.js";
import { ratingsOnTheWay } from "./ratings.js";
import { send, takeBack, tell } from "./send.js";

const PAUSE_MILLISECONDS = 1500;
const AGAIN_MILLISECONDS = 8000;
/** Browsers send no more than this once a page is being left. */
const LARGEST_LAST_WORD = 60_000;
const AWAY = "Not saved: there is no connection. What you typed is kept in this browser, and sent when the connection is back.";

export function startWords(form) {
  startActions(form);
  const words = new Words(form);
  words.begin();
  return words;
}

class Words {
  constructor(form) {
    this.form = form;
    this.copy = copyFor(form);
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
    const isRefused = document.querySelector(".nhsuk-error-summary") !== null;
    this.saved = isRefused ? "" : this.written(served);
    if (isRefused) this.copy.drop();
    else this.restore();
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

  typed() {
    return [...this.form.elements].filter((field) => field.matches("textarea, select, [type=date]"));
  }

  written(valueOf = (field) => field.value) {
    return new URLSearchParams(this.typed().map((field) => [field.name, valueOf(field)])).toString();
  }

  isDirty() {
    return this.written() !== this.saved;
  }

  /** What this tab kept from before a reload comes back, with the number that it was based on. */
  restore() {
    const copy = this.copy.take();
    if (!copy || copy.written === this.written()) {
      this.copy.drop();
      return;
    }
    const values = [...new URLSearchParams(copy.written)];
    const actions = values.filter(([name]) => name === "action_text").length;
    while (this.form.querySelectorAll("[data-action]").length < actions) addAction(this.form);
    for (const field of this.typed()) {
      const place = values.findIndex(([name]) => name === field.name);
      field.value = place < 0 ? "" : values.splice(place, 1)[0][1];
    }
    this.form.elements.number.value = copy.number;
    this.form.elements.kept.value = copy.kept;
    this.say("What you had typed in this browser and was not saved is back.");
  }

  keepCopy() {
    const { number, kept } = this.form.elements;
    this.copy.keep({ written: this.written(), number: number.value, kept: kept.value });
  }

  changed() {
    clearTimeout(this.timer);
    if (!this.isDirty()) return;
    this.keepCopy();
    if (this.isStopped) return;
    this.state.textContent = "Not saved yet.";
    this.timer = setTimeout(() => this.save(), PAUSE_MILLISECONDS);
  }

  save(isLast = false) {
    clearTimeout(this.timer);
    if (this.isStopped || !this.isDirty()) return Promise.resolve();
    this.busy ??= this.send(isLast).finally(() => {
      this.busy = null;
      if (this.isDirty() && !this.isStopped && !this.isAway) this.changed();
    });
    return this.busy;
  }

  /** A promise that what was typed has got through or not; nothing where all of it is saved. */
  onTheWay() {
    return this.busy || (this.isDirty() && !this.isStopped) ? this.save() : null;
  }

  /** Asked for by key or button, and answered where it is seen: the state of saving may be far away. */
  async saveNow() {
    const saving = this.onTheWay();
    if (saving) tell("Saving what you wrote.");
    await saving;
    if (this.isDirty()) tell(this.trouble.textContent, { stays: true });
    else tell("What you wrote is saved.");
  }

  async send(isLast) {
    const text = this.written();
    this.state.textContent = "Saving…";
    const answer = await send(this.form.action, this.fields(), { keepalive: isLast });
    this.isAway = false;
    if (answer.ok) {
      this.saved = text;
      this.form.elements.number.value = answer.said.number;
      takeBack(this.trouble.textContent);
      this.say("");
      this.state.textContent = `Saved at ${clock()}.`;
      this.dropCopy();
      return;
    }
    this.state.textContent = "";
    if (answer.status === 409) {
      this.clash(answer, text);
    } else if (answer.status === 422) {
      this.isAway = true; // until something else is typed
      this.say(`Not saved: ${Object.values(answer.said.errors).join(". ")}.`);
    } else {
      this.isAway = true;
      this.say(answer.status === 0 ? AWAY : answer.sentence);
      this.timer = setTimeout(() => this.save(), AGAIN_MILLISECONDS);
    }
  }

  /** Somebody saved in between. What is typed here is kept beside that, and so is what is typed from now on. */
  clash({ said, sentence }, text) {
    this.form.querySelector("[data-clash]").hidden = false;
    if (!said.kept) {
      this.isStopped = true;
      this.say(`Not saved. ${sentence}`);
      return;
    }
    this.saved = text;
    this.form.elements.kept.value = said.kept;
    this.say(`${sentence} Both versions are kept.`);
    this.state.textContent = `What you type here is kept beside the other version: ${clock()}.`;
    this.dropCopy();
  }

  /** Not while the page goes: the next one may have been asked for before this save, and then needs the copy. */
  dropCopy() {
    if (!document.hidden && !this.isDirty()) this.copy.drop();
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
      this.saveNow();
      return;
    }
    // The preview says what is not rated yet: a rating that is on its way must have arrived.
    const before = this.busy ?? ratingsOnTheWay();
    if (before) {
      event.preventDefault();
      before.finally(() => this.form.requestSubmit(submitter));
      return;
    }
    this.isLeaving = true;
    this.copy.drop(); // the form takes it along
    clearTimeout(this.timer);
  }
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { timeStyle: "short" });
}

/** The value of a field as the page came. */
function served(field) {
  if (!field.matches("select")) return field.defaultValue;
  return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value;
}
