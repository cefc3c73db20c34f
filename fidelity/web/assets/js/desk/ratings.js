/** A rating is saved when it is chosen. */
import { send, tell } from "./send.js";

export function startRatings(root) {
  for (const form of root.querySelectorAll("[data-rate]")) startRating(root, form);
}

function startRating(root, form) {
  const error = form.querySelector("[data-error]");
  const meaning = form.querySelector("[data-meaning-shown]");
  const clear = form.querySelector("[data-clear]");
  let before = Promise.resolve(); // one after the other: the last choice is the one that stays

  const save = (fields) => {
    before = before.then(async () => {
      const { ok, said, sentence } = await send(form.action, fields);
      error.textContent = ok ? "" : sentence;
      error.hidden = ok;
      if (!ok) return;
      form.querySelector(".nhsuk-error-message:not([data-error])")?.remove();
      form.querySelector("fieldset").classList.remove("nhsuk-form-group--error");
      root.querySelector("[data-rated]").textContent = said.rated;
      tell(`Saved. ${said.rated} of 9 rated.`);
    });
  };

  form.addEventListener("change", ({ target }) => {
    meaning.textContent = target.dataset.meaning;
    clear.hidden = false;
    save([["choice", target.value]]);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter !== clear) return;
    for (const radio of form.querySelectorAll("input[type=radio]")) radio.checked = false;
    meaning.textContent = "";
    form.querySelector("input[type=radio]").focus();
    clear.hidden = true;
    save([["clear", "yes"]]);
  });
}
