/**
 * The upload page: a chosen file is sent at once, in slices, while the form is filled in; the form follows when
 * both are ready. Nothing that was typed or sent is lost by a lost connection, a reload or a sign-in that ran out.
 */
import { initAll } from "nhsuk-frontend";
import { answersOf, fill } from "../upload/answers.js";
import { Sender } from "../upload/sender.js";
import { renew, submit } from "../upload/service.js";
import { FAILED, SIGNED_OUT_FORM, NO_CONNECTION_FORM, READY, check, figures } from "../upload/words.js";

const SAID_EVERY = 25;
/** Said anew with each form, and so not kept with what was typed. */
const AGREEMENTS = ["is_consent_confirmed", "is_learning_agreed"];

export function start(form) {
  const page = new UploadPage();
  page.shows(form);
  if (!document.querySelector(".nhsuk-error-summary")) page.answers.restore();
  // Chosen before this script was there, or given back by the browser after a reload.
  if (page.file.files.length) page.chosen(page.file.files[0]);
  addEventListener("beforeunload", (event) => page.sender?.isUnderWay && event.preventDefault());
  for (const move of ["dragover", "drop"]) document.addEventListener(move, (event) => page.dropped(event));
}

/** Outlives its form: a form with mistakes comes back as a new one, and the file is still on its way. */
class UploadPage {
  sender = null;
  isBusy = false;
  isReady = false; // the form is in order and waits for its file
  percentSaid = 0;

  shows(form) {
    this.form = form;
    this.file = form.querySelector("input[type=file]");
    this.answers = answersOf(form);
    if (!this.sender) this.waiting = form.elements.upload.value; // what had arrived before this page
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submitted();
    });
    form.addEventListener("input", ({ target }) => target !== this.file && this.answers.keep());
    this.file.addEventListener("change", () => this.chosen(this.file.files[0]));
    this.part("pause").addEventListener("click", () => this.pauseOrGoOn());
    this.part("throw-away").addEventListener("click", () => this.throwAway());
    if (this.sender) this.changed(this.sender);
  }

  part(name) {
    return this.form.querySelector(`[data-${name}]`);
  }

  chosen(file) {
    this.sender?.throwAway();
    this.sender = null;
    this.percentSaid = 0;
    this.form.elements.upload.value = file ? "" : this.waiting;
    document.querySelector(".nhsuk-error-summary")?.remove();
    const problem = file ? check(file, this.form.dataset) : "";
    this.trouble(problem);
    this.part("arrival").hidden = !file || problem !== "";
    if (!file || problem) return;
    this.sender = new Sender(file, this.form, (sender) => sender === this.sender && this.changed(sender));
    this.sender.start();
  }

  pauseOrGoOn() {
    if (this.sender.isUnderWay) this.sender.pause();
    else this.sender.start();
  }

  throwAway() {
    this.file.value = "";
    this.awaits(false);
    this.chosen(undefined);
    this.file.focus();
  }

  /** Whatever is new with the file. */
  changed(sender) {
    const { state, sentence, sent, total, left, url } = sender;
    const hasArrived = state === "arrived";
    const percent = Math.floor((sent / total) * 100);
    this.part("arrival").hidden = false;
    this.part("bar").value = percent;
    write(this.part("figures"), hasArrived ? "" : figures({ sent, total, left }));
    write(this.part("state"), state === "refused" ? "" : (sentence || HEADLINES[state]));
    const pause = this.part("pause");
    pause.hidden = hasArrived || sender.same !== null;
    write(pause, sender.isUnderWay ? "Pause" : "Go on");
    this.trouble(state === "refused" ? sentence : "", sender.same);
    if (percent >= this.percentSaid + SAID_EVERY && !hasArrived) {
      this.percentSaid = percent - (percent % SAID_EVERY);
      write(this.part("said"), `${this.percentSaid} per cent sent`);
    }
    if (url) this.hasAddress(new URL(url, location.href).pathname);
    if (state === "refused") this.awaits(false);
    if (hasArrived && this.isReady) this.submitted();
  }

  hasAddress(path) {
    this.form.elements.upload.value = path.split("/").at(-1);
    document.querySelector(`[data-arrived][data-address="${path}"]`)?.remove(); // it is shown below, as it is now
  }

  async submitted() {
    if (this.isBusy) return;
    if (this.sender?.state === "refused") {
      this.part("trouble").focus();
      return;
    }
    if (this.sender?.state === "paused") this.sender.start();
    if (this.sender && !this.form.elements.upload.value) {
      this.awaits(true); // there is not even an address yet: the file comes first
      return;
    }
    this.isBusy = true;
    this.form.setAttribute("aria-busy", "true");
    this.trouble("");
    await this.send().catch(() => this.stays(NO_CONNECTION_FORM));
    this.isBusy = false;
    this.form.removeAttribute("aria-busy");
  }

  async send() {
    const fresh = await renew(this.form);
    if (fresh === null) {
      this.stays(SIGNED_OUT_FORM);
      return;
    }
    this.form.elements.csrf_token.value = fresh.token;
    const answer = await submit(this.form);
    const arrivedAt = new URL(answer.url);
    if (arrivedAt.pathname !== new URL(this.form.action).pathname) {
      this.answers.drop();
      location.assign(arrivedAt);
    } else if (answer.status === 401) this.stays(SIGNED_OUT_FORM);
    else this.answered(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }

  answered(page) {
    if (!page.querySelector("#maincontent .nhsuk-error-summary")) this.stays(FAILED);
    else if (page.querySelector("form[data-awaited]") && this.sender) this.isInOrder();
    else this.showMistakes(page);
  }

  /** Nothing is missing but the rest of the file, unless that has come in this very moment. */
  isInOrder() {
    this.awaits(true);
    if (this.sender.state === "arrived") setTimeout(() => this.submitted());
  }

  /** Put the page that the service answered in the place of this one, with the same file and answers in it. */
  showMistakes(page) {
    const { files } = this.file;
    const given = [...new FormData(this.form)];
    const agreed = AGREEMENTS.filter((name) => this.form.elements[name].checked);
    const main = document.querySelector("#maincontent");
    main.replaceChildren(...page.querySelector("#maincontent").childNodes);
    document.title = page.title;
    this.isReady = false;
    const next = main.querySelector("form[data-module=upload]");
    if (next) {
      fill(next, given);
      for (const name of AGREEMENTS) next.elements[name].checked = agreed.includes(name);
      if (next.elements.upload.value) next.querySelector("input[type=file]").files = files;
      else this.forget(); // the service could make nothing of this file
    }
    initAll({ scope: main });
    if (next) this.shows(next);
  }

  forget() {
    this.sender?.stopListening();
    this.sender = null;
  }

  /** The form goes by itself once the file is there. */
  awaits(is) {
    this.isReady = is;
    this.part("submit").hidden = is;
    write(this.part("ready"), is ? READY : "");
  }

  stays(sentence) {
    this.awaits(false);
    this.trouble(sentence);
  }

  trouble(sentence, same = null) {
    const place = this.part("trouble");
    write(place, sentence);
    if (!same || place.querySelector("a")) return;
    const link = Object.assign(document.createElement("a"), { href: same, textContent: "Open the recording" });
    place.append(". ", link);
  }

  /** A file may be dropped anywhere on the page; without this the browser would leave the page to show it. */
  dropped(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.file.classList.toggle("app-file--over", event.type === "dragover");
    if (event.type !== "drop" || event.dataTransfer.files.length === 0) return;
    const only = new DataTransfer();
    only.items.add(event.dataTransfer.files[0]);
    this.file.files = only.files;
    this.chosen(this.file.files[0]);
  }
}

const HEADLINES = {
  starting: "Looking at the file",
  sending: "Sending the recording. You can fill in the form meanwhile.",
  paused: "Paused. What has arrived is kept.",
  arrived: "The recording has arrived. Fill in the form, then press Upload.",
};

/** Only what is different, so that a screen reader hears only what is new. */
function write(place, text) {
  if (place.firstChild?.textContent !== text || place.childNodes.length > 1) place.textContent = text;
}
