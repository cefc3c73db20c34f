/** The keys of the desk. Which key does what is each person's choice; the list of them says what counts now. */
import { areKeysOn, deedsByKey, digitOf, mayAct, nameOf, setKeys } from "../keys.js";
import { startBar } from "./bar.js";
import { startDeciding } from "./deciding.js";
import { startPlaces } from "./places.js";
import { cardInFocus, clearRating, goToCard, rateByKey, startCards, stepCards } from "./rating_keys.js";
import { tell } from "./send.js";

/** Holding these down goes on and on. */
const MAY_REPEAT = new Set(["next_turn", "previous_turn", "next_suggestion", "previous_suggestion"]);
const NUMBER_MILLISECONDS = 3000;

export function startKeys(root, parts) {
  const dialog = root.querySelector("#desk-keys");
  if (!dialog) return;
  const { walk, hiding, selected } = parts;
  const show = () => dialog.showModal();
  root.querySelector("[data-keys-open]").addEventListener("click", show);
  const box = dialog.querySelector("[data-keys-on]");
  box.checked = areKeysOn();
  box.addEventListener("change", () => setKeys(box.checked));

  const deciding = startDeciding(root, parts);
  const places = startPlaces(root);
  startCards(root);
  let numberUntil = 0;
  const acts = {
    next_turn: () => places.turn(1),
    previous_turn: () => places.turn(-1),
    next_suggestion: () => walk.step(1),
    previous_suggestion: () => walk.step(-1),
    hide: () => (hiding ? hiding.toggle() : tell("There are no suggestions to hide.")),
    next_card: () => stepCards(root, 1),
    previous_card: () => stepCards(root, -1),
    card: () => {
      numberUntil = performance.now() + NUMBER_MILLISECONDS;
      tell("Now the number of a principle.");
    },
    note: () => places.go("note"),
    session: () => places.session(),
    words: () => places.words(),
    ratings: () => places.go("principles"),
    feedback: () => places.feedback(),
    save: () => places.save(),
    preview: () => places.preview(),
    queue: () => places.queue(),
    show_keys: show,
    ...deciding.acts,
  };

  startBar(root, acts);

  function numbered(number, isAgainst) {
    const isCard = performance.now() < numberUntil;
    numberUntil = 0;
    const card = cardInFocus();
    if (isCard) return goToCard(root, number);
    if (card) return rateByKey(card, number);
    return selected && number ? deciding.mark(number, isAgainst) : undefined;
  }

  const deeds = deedsByKey(root);
  document.addEventListener("keydown", (event) => {
    const name = nameOf(event);
    if (dialog.open || !mayAct(event, name || "other") || event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = digitOf(event);
    const deed = deeds.get(name);
    let act = acts[deed];
    if (digit !== null && !deed) act = () => numbered(digit, event.shiftKey);
    else if (event.key === "Backspace" && cardInFocus()) act = () => clearRating(cardInFocus());
    if (!act) return;
    event.preventDefault();
    if (!event.repeat || MAY_REPEAT.has(deed)) act();
  });
}
