/** Reads and fills the fields of the note form, goals included. */
import { addGoal } from "./goal_rows.js";

const NOT_WRITTEN = new Set(["csrf_token", "revision", "number", "kept", "loose_goes_to"]);

/** What was written, by the name of the field. */
export function read(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NOT_WRITTEN.has(name)) fields[name] = value;
  }
  return fields;
}

/** What stood in the form as the page came: somebody may have typed before a script was there. */
export function served(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return read(copy);
}

/** Puts back what `read` gave, with as many goals as there were. */
export function fill(form, fields) {
  for (const list of form.querySelectorAll("[data-goals]")) {
    for (const row of list.querySelectorAll("[data-goal]")) row.remove();
    const begins = `${list.dataset.goals}-`;
    const numbers = new Set(
      Object.keys(fields).filter((name) => name.startsWith(begins)).map((name) => Number(name.split("-")[1])),
    );
    for (const number of [...numbers].sort((a, b) => a - b)) addGoal(list, number);
  }
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}
