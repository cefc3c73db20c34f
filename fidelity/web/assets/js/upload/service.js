/** Speaks with the service beside the upload: a fresh token and what has arrived already, the form, the end of it. */

/** Ask for the form once more. Null where nobody is signed in; throws where there is no connection. */
export async function renew(form) {
  // A page that looks again by itself keeps nobody signed in.
  const headers = { "X-Requested-With": "fetch", "X-Polling": "1", Accept: "text/html" };
  const answer = await fetch(form.action, { headers });
  if (answer.status === 401) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('meta[name="csrf-token"]')?.content;
  if (!token) throw new Error("not the form");
  const arrived = [...page.querySelectorAll("[data-arrived]")].map(({ dataset }) => ({ ...dataset }));
  return { token, arrived, isMine: page.querySelector("form[data-module=upload]")?.dataset.by === form.dataset.by };
}

/** Send the form. The file is there already, and is not sent again. */
export function submit(form) {
  const answers = new FormData(form);
  answers.delete("audio");
  return fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(answers),
    headers: { "X-Requested-With": "fetch", Accept: "text/html" },
  });
}

/** Throw away what has arrived. */
export function end(url, token) {
  const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token, "X-Requested-With": "fetch" };
  return fetch(url, { method: "DELETE", headers });
}
