/** Sends a recording: checks it first, shows how far it is, can be stopped, and loses nothing that was typed. */
import { initAll } from "nhsuk-frontend";

const MEGABYTE = 1024 * 1024;

export function start(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const file = form.querySelector("input[type=file]");
  let request = null;

  const warn = (event) => event.preventDefault();
  const trouble = (sentence) => (part("trouble").textContent = sentence);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (request) return;
    trouble("");
    const problem = check(file.files[0], form.dataset);
    if (problem) {
      trouble(problem); // it stands under the button that was just pressed
      return;
    }
    request = new XMLHttpRequest();
    document.querySelector(".nhsuk-error-summary")?.remove();
    sending(true);
    const stale = await renew(form);
    if (stale) {
      ended();
      trouble(stale);
      return;
    }
    send(request);
  });

  part("stop").addEventListener("click", () => request?.abort());

  function send(xhr) {
    const began = performance.now();
    let percentSaid = 0;
    xhr.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((loaded / total) * 100);
      part("bar").value = percent;
      part("figures").textContent = figures(loaded, total, (performance.now() - began) / 1000);
      if (percent >= percentSaid + 25) part("said").textContent = `${(percentSaid = percent - (percent % 25))} per cent sent`;
    });
    xhr.addEventListener("load", () => {
      ended();
      answered(xhr);
    });
    xhr.addEventListener("abort", () => {
      ended();
      trouble("You stopped it. What you typed is still here. If all of it had arrived by then, the recording is with the case.");
    });
    xhr.addEventListener("error", () => {
      ended();
      trouble("The connection was lost. What you typed is still here: press Upload again when you are back on line. If the recording had arrived after all, this page will say so.");
    });
    xhr.open("POST", form.action);
    xhr.setRequestHeader("X-Requested-With", "fetch");
    xhr.setRequestHeader("Accept", "text/html");
    xhr.send(new FormData(form));
  }

  function answered(xhr) {
    const arrivedAt = new URL(xhr.responseURL, location.href);
    if (arrivedAt.pathname !== new URL(form.action).pathname) {
      location.assign(arrivedAt); // also when the sign-in ran out on the way: the recording is there
    } else if (xhr.status === 401) {
      trouble("You are signed out. Sign in again in another tab, then press Upload again. What you typed is still here.");
    } else if (!showErrors(form, xhr.responseText)) {
      trouble("The service could not take the recording. Nothing was kept. Wait a minute, then press Upload again.");
    }
  }

  function sending(is) {
    part("sending").hidden = !is;
    part("bar").value = 0;
    part("figures").textContent = "";
    part("said").textContent = is ? "Sending the recording" : "";
    form.querySelector("button[type=submit], .nhsuk-button:not([data-stop])").hidden = is;
    form.toggleAttribute("aria-busy", is);
    if (is) {
      addEventListener("beforeunload", warn);
      part("heading").focus();
    } else {
      removeEventListener("beforeunload", warn);
    }
  }

  function ended() {
    request = null;
    sending(false);
  }
}

/** What stands against a file before a byte is sent; "" when nothing does. */
function check(file, { largestBytes, largest }) {
  if (!file) return ""; // the service says so, together with whatever else is missing
  if (file.size === 0) return "The file is empty: choose another copy of the recording";
  const size = Math.ceil(file.size / MEGABYTE);
  if (file.size > Number(largestBytes)) return `The recording must be smaller than ${largest}. This one has ${size} MB`;
  return "";
}

/** Ask for the form once more: a fresh token, and no gigabytes for somebody who is signed out. */
async function renew(form) {
  try {
    const answer = await fetch(form.action, { headers: { "X-Requested-With": "fetch", Accept: "text/html" } });
    if (answer.status === 401) {
      return "You are signed out. Sign in again in another tab, then press Upload again. What you typed is still here.";
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('meta[name="csrf-token"]')?.content;
    if (token) form.elements.csrf_token.value = token;
    return "";
  } catch {
    return "There is no connection to the service. What you typed is still here: press Upload again when you are back on line.";
  }
}

/** Put the page that the server answered in the place of this one, with the same file and answers in it. */
function showErrors(form, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.querySelector("#maincontent");
  if (!fresh?.querySelector(".nhsuk-error-summary")) return false;
  const files = form.querySelector("input[type=file]").files;
  const answers = new FormData(form);
  const main = document.querySelector("#maincontent");
  main.replaceChildren(...fresh.childNodes);
  document.title = page.title;

  const next = main.querySelector("form[data-module=upload]");
  if (!next) return true;
  for (const field of next.elements) {
    if (field.type === "file") field.files = files;
    else if (["radio", "checkbox"].includes(field.type)) field.checked = answers.getAll(field.name).includes(field.value);
    else if (field.name && field.name !== "csrf_token") field.value = answers.get(field.name) ?? field.value;
  }
  initAll({ scope: main });
  start(next);
  return true;
}

function figures(loaded, total, seconds) {
  const percent = Math.floor((loaded / total) * 100);
  const left = seconds > 2 ? ((total - loaded) * seconds) / loaded : null;
  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(total < 10 * MEGABYTE ? 1 : 0);
  const sent = `${percent}%: ${megabytes(loaded)} of ${megabytes(total)} MB`;
  if (loaded === total) return `${sent}. The service is looking at the file.`;
  return left === null ? sent : `${sent}, ${timeLeft(left)}`;
}

function timeLeft(seconds) {
  if (seconds < 60) return "less than a minute left";
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "about 1 minute left" : `about ${minutes} minutes left`;
}
