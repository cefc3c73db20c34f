/**
 * Keeps what was typed on the upload form in this tab, so that a reload loses nothing. What everybody
 * agreed to is not kept: that is said each time. See modules/leave_nothing.js.
 */
const PREFIX = "fidelity-visit";
const NEVER = ["csrf_token", "upload", "audio", "is_consent_confirmed", "is_learning_agreed"];

export function answersOf(form) {
  const key = `${PREFIX}:${form.dataset.by}:${new URL(form.action).pathname}`;
  return {
    keep() {
      const given = [...new FormData(form)].filter(([name]) => !NEVER.includes(name));
      try {
        sessionStorage.setItem(key, JSON.stringify(given));
      } catch {
        // The browser has no room or forbids it.
      }
    },
    restore() {
      const kept = read(key);
      if (kept) fill(form, kept);
    },
    drop: () => sessionStorage.removeItem(key),
  };
}

/** Put answers, as pairs of a name and a value, into the fields of a form. */
export function fill(form, pairs) {
  const values = (name) => pairs.filter(([given]) => given === name).map(([, value]) => value);
  for (const field of form.elements) {
    if (!field.name || NEVER.includes(field.name)) continue;
    if (["radio", "checkbox"].includes(field.type)) field.checked = values(field.name).includes(field.value);
    else field.value = values(field.name)[0] ?? field.value;
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}
