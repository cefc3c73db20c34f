/**
 * A small form that is sent without leaving the page: where that fails, a sentence says so beside it and the words
 * stay. What is being typed is kept in this tab besides, for a page that is reloaded or thrown out of a phone's memory.
 */
import { send } from "../desk/send.js";
import { readerOf } from "../reader.js";

const PREFIX = "fidelity-form";
const AWAY = "Not sent: there is no connection.";
const HERE = "What you typed is still here. Send it";

export function start(form) {
  new KeptForm(form).begin();
}

class KeptForm {
  constructor(form) {
    this.form = form;
    this.words = form.querySelector("textarea");
    this.isOnItsWay = false;
    const about = [...form.querySelectorAll("input[type=hidden]")].filter(({ name }) => name !== "csrf_token");
    const of = about.map(({ name, value }) => `${name}=${value}`).join("&");
    this.key = `${PREFIX}:${readerOf()}:${new URL(form.action).pathname}?${of}`;
  }

  begin() {
    this.restore();
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("change", () => this.keep());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  async submit() {
    if (this.isOnItsWay) return;
    this.isOnItsWay = true;
    this.form.setAttribute("aria-busy", "true");
    const fields = new FormData(this.form);
    fields.set("answer", "address");
    const { ok, status, said, sentence } = await send(this.form.action, fields);
    this.isOnItsWay = false;
    this.form.removeAttribute("aria-busy");
    if (ok && said.to) this.go(said.to);
    // The page says what has to be put right, with what was typed in its fields.
    else if (status === 422) this.form.submit();
    else if (status === 0) this.say(`${AWAY} ${this.words ? HERE : "Try"} again when you are back on line.`);
    else this.say(sentence);
  }

  go(to) {
    sessionStorage.removeItem(this.key);
    const address = new URL(to, location.href);
    const isHere = address.pathname === location.pathname && address.search === location.search;
    location.assign(address);
    if (isHere) location.reload();
  }

  /** Said anew each time, so that a screen reader hears it twice. */
  say(sentence) {
    this.form.querySelector("[data-kept-trouble]")?.remove();
    const place = document.createElement("p");
    place.className = "nhsuk-error-message app-kept-trouble";
    place.dataset.keptTrouble = "";
    place.setAttribute("role", "alert");
    this.form.append(place);
    place.textContent = sentence;
  }

  keep() {
    if (!this.words) return;
    const stance = this.form.querySelector("input[type=radio]:checked")?.value ?? "";
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ text: this.words.value, stance }));
    } catch {
      // The browser has no room or forbids it.
    }
  }

  /** What another page or the browser itself put into the field is newer; its place is opened where they agree. */
  restore() {
    const kept = this.words && read(this.key);
    if (!kept?.text || ![kept.text, ""].includes(this.words.value)) return;
    this.words.value = kept.text;
    const chosen = [...this.form.querySelectorAll("input[type=radio]")].find(({ value }) => value === kept.stance);
    if (chosen) chosen.checked = true;
    const folded = this.form.closest("details");
    if (folded) folded.open = true;
    this.say("Not sent yet: what you typed before is here again.");
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
