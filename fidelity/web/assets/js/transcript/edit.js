/** Corrects the words of a turn in their place: Enter saves, Escape cancels, nothing that was typed is lost. */
import { placeOf } from "./place.js";

export function startEditing(root, steps) {
  const edit = (turn) => {
    const open = root.querySelector("[data-editing]");
    if (open?.closest("[data-turn]") === turn) return open.querySelector("textarea").focus();
    new Editor(root, turn, steps).open();
  };
  root.addEventListener("dblclick", (event) => {
    const turn = event.target.closest("[data-text]")?.closest("[data-turn]");
    if (!turn) return;
    getSelection().removeAllRanges();
    edit(turn);
  });
  addEventListener("beforeunload", (event) => {
    const fields = [...root.querySelectorAll("[data-editing] textarea")];
    if (fields.some((field) => field.value !== field.defaultValue)) event.preventDefault();
  });
  return edit;
}

class Editor {
  constructor(root, turn, steps) {
    this.root = root;
    this.turn = turn;
    this.steps = steps;
    this.text = turn.querySelector("[data-text]");
    this.was = plain(this.text);
  }

  open() {
    this.form = document.createElement("form");
    this.form.className = "app-edit";
    this.form.dataset.editing = "";
    this.form.innerHTML = `
      <textarea class="nhsuk-textarea app-edit__text" rows="1" aria-label="What was said"></textarea>
      <div class="app-edit__clash" data-clash role="alert" hidden></div>
      <p class="app-edit__buttons"><button class="app-small-button" data-save>Save</button>
      <button type="button" class="app-small-button" data-cancel>Cancel</button>
      <a data-more>More about this turn</a> <span role="status" data-state></span></p>`;
    this.field = this.form.querySelector("textarea");
    this.field.defaultValue = this.was;
    this.form.querySelector("[data-more]").href = this.turn.querySelector("[data-change]").href;
    this.text.hidden = true;
    this.text.after(this.form);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.form.querySelector("[data-cancel]").addEventListener("click", () => this.close());
    this.form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
      if (event.key !== "Enter" || event.target !== this.field || event.isComposing) return;
      event.preventDefault();
      this.save();
    });
    this.field.addEventListener("input", () => this.fit());
    this.fit();
    this.field.focus();
    this.field.setSelectionRange(this.was.length, this.was.length);
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 4}px`;
  }

  close() {
    this.form.remove();
    this.text.hidden = false;
    this.turn.focus({ preventScroll: true });
  }

  async save() {
    if (this.isSaving) return;
    this.isSaving = true;
    this.say("Saving");
    const { segment, first, last } = placeOf(this.turn);
    const typed = this.field.value;
    delete this.form.dataset.editing; // what comes back may take the place of this turn
    const hadFocus = this.form.contains(document.activeElement);
    const answer = await this.steps.add({
      url: `${this.root.dataset.turnsUrl}/${segment}/words`,
      fields: { first, last, was: this.was, text: typed },
      isOnce: true,
    });
    this.isSaving = false;
    if (answer.ok) {
      if (this.form.isConnected) this.close();
      else if (hadFocus) document.getElementById(this.turn.id)?.focus({ preventScroll: true });
      return;
    }
    this.form.dataset.editing = "";
    this.say("");
    if (answer.status === 409 && answer.said.theirs !== undefined) this.showBoth(answer.said);
    else this.say(answer.said.errors?.text ?? answer.sentence);
    this.field.focus();
  }

  /** Somebody was faster: theirs and what was typed, side by side; nothing is decided for the person. */
  showBoth({ error, theirs }) {
    const place = this.form.querySelector("[data-clash]");
    place.innerHTML = `<p data-error></p><p>Now they read: <q data-theirs></q></p><p>
      <button type="button" class="app-small-button" data-mine>Save mine in their place</button>
      <button type="button" class="app-small-button" data-keep>Keep theirs</button></p>`;
    place.querySelector("[data-error]").textContent = error;
    place.querySelector("[data-theirs]").textContent = theirs || "(no words)";
    place.querySelector("[data-mine]").addEventListener("click", () => {
      this.was = theirs;
      place.hidden = true;
      this.save();
    });
    place.querySelector("[data-keep]").addEventListener("click", () => location.reload());
    place.hidden = false;
  }

  say(text) {
    this.form.querySelector("[data-state]").textContent = text;
  }
}

/** The words as they are read, without what is only said about them. */
function plain(text) {
  const copy = text.cloneNode(true);
  for (const tag of copy.querySelectorAll("[data-tag]")) tag.remove();
  return copy.textContent.trim();
}
