/** Sends a form's fields and reads the answer; knows what each refusal means for the person. */

import { readerOf } from "../reader.js";

const SENTENCES = {
  0: "Not saved: there is no connection. Try again in a moment.",
  401: "Not saved: you are signed out. Sign in again in another tab, then go on here. What you typed stays on this page.",
  403: "Not saved: your role does not allow it.",
  404: "Not saved: this is no longer here. Load the page again.",
  429: "Not saved: too many tries. Wait a minute.",
};

/** `{ok, status, said, sentence}`: `said` is the answer's JSON, `sentence` what to tell the person if not ok. */
export async function send(url, fields, { keepalive = false } = {}) {
  let answer = await post(url, fields, keepalive);
  // After signing in again in another tab this page still holds the token of the sign-in before.
  if (answer?.status === 400 && (await freshToken())) answer = await post(url, fields, keepalive);
  const status = answer?.status ?? 0;
  const said = answer && status !== 204 ? await answer.json().catch(() => ({})) : {};
  const sentence = SENTENCES[status] ?? said.error ?? "Not saved: the service is busy. Try again in a moment.";
  return { ok: Boolean(answer?.ok), status, said, sentence };
}

async function post(url, fields, keepalive) {
  const body = new URLSearchParams(fields);
  body.delete("csrf_token"); // it travels in the header, where it can be renewed
  try {
    return await fetch(url, {
      method: "POST",
      keepalive,
      headers: {
        Accept: "application/json",
        "X-Requested-With": "fetch",
        "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
      },
      body,
    });
  } catch {
    return null;
  }
}

async function freshToken() {
  try {
    const page = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!page.ok) return false;
    const html = new DOMParser().parseFromString(await page.text(), "text/html");
    if (readerOf(html) !== readerOf()) return false; // nobody's words are sent as somebody else's
    const token = html.querySelector('meta[name="csrf-token"]').content;
    document.querySelector('meta[name="csrf-token"]').content = token;
    for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = token;
    return true;
  } catch {
    return false;
  }
}

/** One line at the foot of the desk, read out by screen readers. What went wrong `stays` until the next is said. */
export function tell(text, { stays = false } = {}) {
  const place = document.querySelector("[data-status]");
  if (!place) return;
  place.textContent = text;
  clearTimeout(tell.timer);
  if (!stays) tell.timer = setTimeout(() => (place.textContent = ""), 6000);
}

/** What was said is not so any more. */
export function takeBack(text) {
  const place = document.querySelector("[data-status]");
  if (place?.textContent === text) tell("");
}

/** Puts the sentences of a 422 at their fields; every other message at them goes. Returns those that have no place. */
export function showErrors(form, errors = {}) {
  const left = new Map(Object.entries(errors));
  for (const place of form?.querySelectorAll("[data-error]") ?? []) {
    const sentence = errors[place.dataset.error] ?? "";
    place.textContent = sentence;
    place.hidden = sentence === "";
    left.delete(place.dataset.error);
  }
  return [...left.values()];
}
