/** The review desk: marks, suggestions, ratings, comments and words without leaving the page. */
import { startFolds } from "../desk/fold.js";
import { startHiding } from "../desk/hide.js";
import { startKeys } from "../desk/keys.js";
import { startLeaving } from "../desk/leaving.js";
import { followLinks } from "../desk/links.js";
import { startPieces } from "../desk/pieces.js";
import { startRatings } from "../desk/ratings.js";
import { startSelected } from "../desk/selected.js";
import { startShown } from "../desk/shown.js";
import { startWalk } from "../desk/walk.js";
import { startWords } from "../desk/words.js";
import { leadBack } from "./queue_place.js";

export function start(root) {
  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  // A long session would put hundreds of these before the next field; keys and the mouse reach them.
  for (const link of root.querySelectorAll(".app-turn [data-point]")) link.tabIndex = -1;
  leadBack(root);
  startFolds(root); // before a link is followed: it opens what it leads to
  const hiding = startHiding(root);
  const walk = startWalk(root, hiding);
  const pieces = startPieces(root, startShown(root));
  const selected = startSelected(root, pieces);
  startKeys(root, { pieces, selected, walk, hiding });
  startRatings(root);
  const form = root.querySelector("[data-words-form]");
  startLeaving(root, form && startWords(form));
  followLinks(root, hiding); // now that everything is where it will be
}
