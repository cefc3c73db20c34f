/** Goes to a suggestion, mark or comment, and makes its words stand out. */
import { unfold } from "./fold.js";
import { tell } from "./send.js";

const IN_THE_WORDS = /^(turn|mark|comment|suggestion)-/;
const GONE =
  "What this link leads to is not on this page any more. It may have been removed, or belong to an earlier version.";

export function goTo(finding) {
  if (!finding) return;
  openAround(finding);
  const before = document.activeElement;
  finding.closest("[data-block]")?.scrollIntoView({ block: "center" });
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "nearest" });
  // Otherwise the focus that has come to it makes its words stand out.
  if (before === finding || document.activeElement !== finding) standOut(finding.id);
}

export function followLinks(root, hiding) {
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (IN_THE_WORDS.test(id) && !target) tell(GONE, { stays: true });
    if (!target || !root.contains(target)) return;
    openAround(target);
    showCardOf(target);
    const finding = target.closest("[data-finding]");
    if (finding?.matches("[data-suggestion]") && hiding?.isHidden()) hiding.set(true); // somebody asked for it
    goTo(finding);
  };
  addEventListener("hashchange", follow);
  // The same link once more changes no address, and yet means it.
  root.addEventListener("click", ({ target }) => {
    if (target.closest("[data-goto]")?.hash === location.hash) follow();
  });
  follow();
  root.addEventListener("focusin", ({ target }) => {
    const finding = target.closest("[data-finding]");
    if (finding) standOut(finding.id);
  });
}

/** A rating alone does not say whose it is: its principle is shown with it. */
function showCardOf(target) {
  const card = target.closest("[data-card]");
  if (!card) return;
  target.focus({ preventScroll: true });
  card.scrollIntoView({ block: "start" });
  target.scrollIntoView({ block: "nearest" });
}

/** What is closed or folded around it opens. */
export function openAround(target) {
  unfold(target);
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

function standOut(id) {
  for (const old of document.querySelectorAll(".app-words--now")) old.classList.remove("app-words--now");
  for (const piece of document.querySelectorAll(`[data-spans~="${CSS.escape(id)}"]`)) {
    piece.classList.add("app-words--now");
  }
}
