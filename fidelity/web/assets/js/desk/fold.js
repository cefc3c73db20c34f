/**
 * On a phone the cards of the principles and long sessions are folded, so that a thumb gets from the words to the
 * ratings. Where both stand side by side the style shows everything, whatever is folded here.
 */
const NARROW = "(max-width: 989px)";
/** Of a session: fewer turns are read as quickly as unfolded. */
const LONG_TURNS = 30;

export function startFolds(root) {
  const isNarrow = matchMedia(NARROW).matches;
  for (const part of root.querySelectorAll("[data-fold]")) {
    buttonOf(part).hidden = false;
    set(part, isNarrow && isLong(part) && !part.querySelector(".nhsuk-error-message:not([data-error])"));
    showRating(part);
  }
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-fold-button]");
    if (button) set(button.closest("[data-fold]"), button.ariaExpanded === "true");
  });
  root.addEventListener("change", ({ target }) => {
    if (target.matches("[data-rate] [type=radio]")) showRating(target.closest("[data-fold]"));
  });
}

/** Whatever is folded around it opens: it is about to be shown. */
export function unfold(target) {
  const around = (element) => element.closest("[data-fold]");
  for (let part = around(target); part; part = around(part.parentElement)) set(part, false);
}

/** The number that a folded card bears, as it is chosen now. */
export function showRating(card) {
  const place = card?.querySelector("[data-fold-state]");
  if (!place || !card.querySelector("[type=radio]")) return;
  const chosen = card.querySelector("[type=radio]:checked");
  place.textContent = chosen ? chosen.labels[0].textContent : "Not rated";
}

function set(part, isFolded) {
  part.classList.toggle("app-folded", isFolded);
  buttonOf(part).ariaExpanded = String(!isFolded);
}

function buttonOf(part) {
  return part.querySelector("[data-fold-button]");
}

function isLong(part) {
  return part.matches("[data-card]") || part.querySelectorAll("[data-turn]").length > LONG_TURNS;
}
