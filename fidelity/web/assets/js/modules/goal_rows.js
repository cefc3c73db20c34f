/** Adds and removes goals in place. Without it the same buttons send the form, and the page comes back so. */
export function start(form) {
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-goal-add]");
    const remove = event.target.closest("[data-goal-remove]");
    if (!add && !remove) return;
    event.preventDefault();
    const list = event.target.closest("[data-goals]");
    if (add) {
      addGoal(list, nextNumber(list)).querySelector("[name]").focus();
    } else {
      remove.closest("[data-goal]").remove();
      list.querySelector("h2").focus();
    }
    form.dispatchEvent(new Event("input"));
  });
}

/** An empty goal at the end of a list; its fields carry the number. */
export function addGoal(list, number) {
  const row = list.querySelector("template").content.cloneNode(true).firstElementChild;
  for (const element of row.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("-ROW")) element.setAttribute(name, value.replaceAll("-ROW", `-${number}`));
    }
  }
  list.querySelector("template").before(row);
  return row;
}

function nextNumber(list) {
  const fields = [...list.querySelectorAll("[data-goal] :is(input, textarea)")]; // buttons have other names
  const numbers = fields.map((field) => Number(field.name.split("-")[1]));
  return Math.max(-1, ...numbers) + 1;
}
