/** Forms that lead away from the desk wait for what was rated and typed just before: nothing seems to be missing. */
import { ratingsOnTheWay } from "./ratings.js";

/** These stay on the page, or wait of themselves. */
const STAY = "[data-piece], [data-rate], [data-words-form], [method=dialog], [data-selected] form";

/** `words`: what is typed for the therapist; nothing for whoever only reads. */
export function startLeaving(root, words) {
  const haveWaited = new WeakSet();
  // Before the form itself hears of it: it would believe that it had been sent.
  root.addEventListener(
    "submit",
    (event) => {
      const { target, submitter } = event;
      if (target.matches(STAY) || haveWaited.has(target)) return;
      const before = [words?.onTheWay(), ratingsOnTheWay()].filter(Boolean);
      if (!before.length) return;
      event.preventDefault();
      event.stopPropagation();
      haveWaited.add(target); // once: without a connection it would wait for ever
      Promise.allSettled(before).then(() => target.requestSubmit(submitter));
    },
    true,
  );
}
