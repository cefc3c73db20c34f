/** The cards of the nine principles by key: to one of them, and its rating. */
import { isTyping } from "../keys.js";
import { unfold } from "./fold.js";
import { tell } from "./send.js";

/** From a field of a card back to the card, where keys are keys. */
export function startCards(root) {
  root.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && isTyping(target)) target.closest("[data-card]")?.focus({ preventScroll: true });
  });
}

export function cardInFocus() {
  return document.activeElement?.closest("[data-card]") ?? null;
}

export function goToCard(root, number) {
  const card = root.querySelector(`[data-card="${number}"]`);
  if (!card) return tell("The principles have the numbers 1 to 9.");
  unfold(card);
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  tell("");
}

/** `by`: 1 onwards, -1 back; from elsewhere to the card where somebody was last, which is the first at first. */
export function stepCards(root, by) {
  const here = cardInFocus();
  const number = here ? Number(here.dataset.card) + by : Number(stepCards.last ?? 1);
  stepCards.last = Math.min(Math.max(number, 1), root.querySelectorAll("[data-card]").length);
  goToCard(root, stepCards.last);
}

/** 1 to 5 rates, 0 is not assessable; the change itself saves it. */
export function rateByKey(card, number) {
  const value = number === 0 ? "not_assessable" : String(number);
  const radio = card.querySelector(`input[type=radio][name=choice][value="${value}"]`);
  if (!card.querySelector("input[type=radio]")) return tell("You cannot rate in this review.");
  if (!radio) return tell("Ratings are 1 to 5, or 0 for not assessable.");
  if (radio.checked) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

export function clearRating(card) {
  const button = card.querySelector("[data-clear]");
  if (!button || button.hidden) return tell("This principle is not rated.");
  button.click();
  card.focus({ preventScroll: true });
}
