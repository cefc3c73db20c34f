/** A rating is saved when it is chosen, and the sentence beside it while it is typed. */
import { showRating } from "./fold.js";
import { send, tell } from "./send.js";

const PAUSE_MILLISECONDS = 1500;
const AGAIN_MILLISECONDS = 8000;
const AWAY = "Not saved: there is no connection. It is sent when the connection is back. Leave this page open.";
const SIGNED_OUT = "Not saved: you are signed out. Sign in again in another tab, and this page sends it.";

/** Saves that were asked for and have not been answered. */
const onTheWay = new Set();

/** A promise that whatever was rated has got through or not; nothing where nothing is on its way. */
export function ratingsOnTheWay() {
  return onTheWay.size ? Promise.allSettled(onTheWay) : null;
}

export function startRatings(root) {
  for (const form of root.querySelectorAll("[data-rate]")) new Rating(root, form).begin();
}

class Rating {
  constructor(root, form) {
    this.root = root;
    this.form = form;
    this.error = form.querySelector("[data-error]");
    this.state = form.querySelector("[data-rate-state]");
    this.clear = form.querySelector("[data-clear]");
    this.why = form.querySelector("[data-why]");
    this.both = form.querySelector("[data-rate-both]");
    this.kept = "";
    /** The fields of a save that did not get through. */
    this.unsent = null;
    this.before = Promise.resolve(); // one after the other: the last choice is the one that stays
  }

  begin() {
    // What stood there when the page was made; and what was sent last, to be told whether more was typed.
    this.was = this.saved = this.why.defaultValue;
    this.form.addEventListener("change", ({ target }) => {
      if (target.type !== "radio") return;
      this.clear.hidden = false;
      this.save([["choice", target.value]]);
    });
    this.why.addEventListener("input", () => this.typed());
    this.why.addEventListener("change", () => this.saveWhy());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("beforeunload", (event) => (this.isTyped() || this.unsent) && event.preventDefault());
    addEventListener("online", () => this.unsent && this.again(this.unsent));
    document.addEventListener("visibilitychange", () => document.hidden && this.saveWhy());
  }

  isRated() {
    return this.form.querySelector("input[type=radio]:checked") !== null;
  }

  isTyped() {
    return this.why.value !== this.saved;
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.isTyped()) return;
    this.state.textContent = this.isRated() ? "Not saved yet." : "It is saved with the number that you choose.";
    this.timer = setTimeout(() => this.saveWhy(), PAUSE_MILLISECONDS);
  }

  saveWhy() {
    clearTimeout(this.timer);
    if (this.isTyped() && this.isRated()) this.save([]);
  }

  save(fields) {
    const saved = this.before.then(() => this.send(fields));
    this.before = saved;
    onTheWay.add(saved);
    saved.finally(() => onTheWay.delete(saved));
  }

  async send(fields) {
    const why = this.why.value;
    this.state.textContent = "Saving…";
    const written = [["why", why], ["why_was", this.was], ["kept", this.kept]];
    const { ok, status, said, sentence } = await send(this.form.action, [...fields, ...written], { keepalive: true });
    const problems = Object.values(said.errors ?? {});
    this.error.textContent = ok ? "" : problems.join(". ") || ({ 0: AWAY, 401: SIGNED_OUT }[status] ?? sentence);
    this.error.hidden = ok;
    this.state.textContent = "";
    // Whoever rates by key may have gone on to another card, where this one is out of sight. Said once.
    if (!ok && !this.unsent) tell(this.error.textContent, { stays: true });
    this.unsent = null;
    if (status === 409 && said.kept) return this.clash(said, why);
    if (!ok) {
      // What was chosen last is sent again; a refusal waits for another choice.
      if (![0, 400, 401, 429].includes(status) && status < 500) return;
      this.unsent = fields;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.again(fields), AGAIN_MILLISECONDS);
      return;
    }
    this.was = this.saved = why;
    for (const old of this.form.querySelectorAll(".nhsuk-error-message:not([data-error])")) old.remove();
    for (const part of this.form.querySelectorAll(".nhsuk-form-group--error")) {
      part.classList.remove("nhsuk-form-group--error");
    }
    for (const [id, html] of Object.entries(said.pieces ?? {})) {
      const holder = document.createElement("template");
      holder.innerHTML = html;
      document.getElementById(id)?.replaceWith(holder.content.querySelector(`[id="${id}"]`));
    }
    this.root.querySelector("[data-rated]").textContent = said.rated;
    const at = new Date().toLocaleTimeString("en-GB", { timeStyle: "short" });
    this.state.textContent = this.isTyped() ? "" : `Saved at ${at}.`;
    tell(`${fields.length ? this.asSaid() : "Saved"}. ${said.rated} of 9 rated.`);
  }

  /** `4. Present-focused: 3`: a key may have hit another card, or another number, than was meant. */
  asSaid() {
    const name = this.form.closest("[data-card]").querySelector("h3").textContent;
    const chosen = this.form.querySelector("input[type=radio]:checked");
    return `${name}: ${chosen ? chosen.labels[0].textContent : "no rating"}`;
  }

  /** Another tab wrote another sentence: both are kept, and what is typed here goes on being kept. */
  clash({ error, kept, address, rated }, why) {
    this.saved = why;
    this.kept = kept;
    this.error.textContent = `${error} Both are kept.`;
    this.both.href = address;
    this.both.hidden = false;
    this.root.querySelector("[data-rated]").textContent = rated;
  }

  again(fields) {
    clearTimeout(this.timer);
    const chosen = this.form.querySelector("input[type=radio]:checked");
    if (fields.some(([name]) => name === "clear")) this.save(fields);
    else if (chosen) this.save([["choice", chosen.value]]);
  }

  submitted(event) {
    event.preventDefault();
    if (event.submitter !== this.clear) return;
    for (const radio of this.form.querySelectorAll("input[type=radio]")) radio.checked = false;
    this.form.querySelector("input[type=radio]").focus();
    this.clear.hidden = true;
    showRating(this.form.closest("[data-fold]"));
    this.save([["clear", "yes"]]);
  }
}
