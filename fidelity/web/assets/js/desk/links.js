/** Goes to a suggestion, mark or comment, and makes its words stand out. */

export function goTo(finding) {
  if (!finding) return;
  finding.closest("[data-block]")?.scrollIntoView({ block: "center" });
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "nearest" });
  standOut(finding.id);
}

export function followLinks(root, hiding) {
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target || !root.contains(target)) return;
    openAround(target);
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

/** A link into a part that is closed opens it. */
function openAround(target) {
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}

function standOut(id) {
  for (const old of document.querySelectorAll(".app-words--now")) old.classList.remove("app-words--now");
  for (const piece of document.querySelectorAll(`[data-spans~="${CSS.escape(id)}"]`)) {
    piece.classList.add("app-words--now");
  }
}
