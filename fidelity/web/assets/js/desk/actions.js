/** Adds and removes the fields of an agreed action. The server drops those that are empty. */

export function startActions(form) {
  const list = form.querySelector("[data-actions]");
  if (!list) return; // A second rater agrees on nothing with the therapist.
  const rows = () => [...list.querySelectorAll("[data-action]")];
  const changed = () => form.dispatchEvent(new Event("actions"));

  form.querySelector("[data-action-add]").addEventListener("click", () => {
    addAction(form).querySelector("textarea").focus();
  });

  list.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-action-remove]")?.closest("[data-action]");
    if (!row) return;
    if (rows().length > 1) row.remove();
    else for (const field of row.querySelectorAll("textarea, input, select")) field.value = "";
    number(rows());
    rows().at(-1).querySelector("textarea").focus();
    changed();
  });
}

/** One more, empty. */
export function addAction(form) {
  const list = form.querySelector("[data-actions]");
  const rows = list.querySelectorAll("[data-action]");
  const fresh = rows[rows.length - 1].cloneNode(true);
  for (const field of fresh.querySelectorAll("textarea, input, select")) field.value = "";
  for (const error of fresh.querySelectorAll(".nhsuk-error-message")) error.remove();
  list.append(fresh);
  number([...rows, fresh]);
  return fresh;
}

/** Labels and fields belong together by number. */
function number(rows) {
  rows.forEach((row, position) => {
    row.querySelector("legend").textContent = `Action ${position + 1}`;
    row.querySelector("[data-action-remove] span").textContent = ` action ${position + 1}`;
    for (const part of row.querySelectorAll("[id], [for]")) {
      for (const name of ["id", "for"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace(/^action-\d+/, `action-${position}`));
      }
    }
  });
}
