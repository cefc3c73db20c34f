/** A transcript in step with its player: the turn and word that are heard stand out; a click on a word plays it. */
import { isTyping } from "../keys.js";
import { choicesOf } from "../player/choices.js";
import { lastNotAfter } from "../sorted.js";
import { positionAt, rangeOver, wordsOf } from "../words_in_text.js";

const HIGHLIGHT = "spoken-word";
/** After somebody has scrolled, the page does not pull them back for a while. */
const LEAVE_ALONE_MILLISECONDS = 6000;
const SCROLLS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"]);
/** Words and fields lie in one scroll here: following the sound would take what is being typed out of sight. */
const ONE_SCROLL = "(max-width: 989px)";

export function start(root) {
  const { recording } = root.dataset;
  let turns = [];
  let starts = [];
  const timesOf = new WeakMap();
  let current = null;
  let heard = null;
  let scrolledAt = -Infinity;
  const player = document.querySelector("[data-module~=player]");
  const choices = player && choicesOf(player);
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;

  const gather = () => {
    turns = [...root.querySelectorAll("[data-turn]")];
    starts = turns.map((turn) => Number(turn.dataset.start));
  };

  /** The turn that began last; a page may have put a new element in the place of an old one. */
  function turnAt(seconds) {
    const index = lastNotAfter(starts, seconds);
    if (index >= 0 && !turns[index].isConnected) gather();
    return turns[index] ?? null;
  }

  const seek = (seconds) => {
    scrolledAt = -Infinity;
    document.dispatchEvent(new CustomEvent("player:seek", { detail: { recording, seconds, play: true } }));
  };

  function wordsAndTimes(turn) {
    if (!timesOf.has(turn)) {
      const element = turn.querySelector("[data-text]");
      const times = element.dataset.times.split(" ").filter(Boolean).map(Number);
      const words = wordsOf(element);
      // Where the two do not agree it is better to point at no word than at a wrong one.
      timesOf.set(turn, { element, times, words: words.length === times.length ? words : [] });
    }
    return timesOf.get(turn);
  }

  function showTurn(turn, isPlaying) {
    if (turn === current) return;
    current?.removeAttribute("aria-current");
    current = turn;
    current?.setAttribute("aria-current", "true");
    const isFree = choices?.follows === false || performance.now() - scrolledAt < LEAVE_ALONE_MILLISECONDS;
    const isBusy = isTyping(document.activeElement) && matchMedia(ONE_SCROLL).matches;
    if (current && isPlaying && !isFree && !isBusy) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      current.scrollIntoView({ block: "nearest", behavior: still ? "instant" : "smooth" });
    }
  }

  function showWord(turn, seconds) {
    if (!window.CSS?.highlights) return;
    const { element, times, words } = turn ? wordsAndTimes(turn) : { words: [] };
    const word = words[lastNotAfter(times ?? [], seconds)];
    // Every frame asks; only another word is drawn. New words in an old turn are other objects.
    if (word === heard && (!word || CSS.highlights.has(HIGHLIGHT))) return;
    heard = word;
    if (word) CSS.highlights.set(HIGHLIGHT, new Highlight(rangeOver(element, word)));
    else CSS.highlights.delete(HIGHLIGHT);
  }

  document.addEventListener("player:time", ({ detail }) => {
    if (detail.recording !== recording) return;
    const turn = turnAt(detail.seconds);
    showTurn(turn, detail.isPlaying);
    showWord(turn && detail.seconds <= Number(turn.dataset.end) ? turn : null, detail.seconds);
  });

  const leaveAlone = () => (scrolledAt = performance.now());
  for (const name of ["wheel", "touchmove"]) addEventListener(name, leaveAlone, { passive: true });
  addEventListener("keydown", ({ key }) => SCROLLS.has(key) && leaveAlone());
  // Whoever goes to a suggestion, a card or another turn looks there.
  addEventListener("focusin", ({ target }) => {
    if (target !== current && !target.closest("[data-module~=player], [data-desk-bar]")) leaveAlone();
  });

  root.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (!turn || event.defaultPrevented) return;
    if (event.target.closest("[data-seek]")) {
      event.preventDefault();
      seek(Number(turn.dataset.start));
      turn.focus({ preventScroll: true }); // who has listened names the turn by key
      return;
    }
    const element = event.target.closest("[data-text]");
    if (!element || event.target.closest("a, button, input, select, textarea, label") || !getSelection().isCollapsed) return;
    const position = positionAt(element, event.clientX, event.clientY);
    const { times, words } = wordsAndTimes(turn);
    const index = words.findIndex(({ starts: from, ends }) => position !== null && position >= from && position <= ends);
    if (index >= 0) seek(times[index]);
  });

  root.addEventListener("turns:changed", gather);
  gather();
  walkByKey(root, (turn) => seek(Number(turn.dataset.start)));
}

/** One stop of the Tab key for the whole list; arrows go from turn to turn, Enter plays. */
function walkByKey(root, play) {
  const turns = [...root.querySelectorAll("[data-turn]")];
  if (!turns.length) return;
  const give = (turn) => {
    root.querySelector("[data-turn][tabindex='0']")?.setAttribute("tabindex", "-1");
    turn.tabIndex = 0;
  };
  // The keys do what they do.
  const leaveOut = () => {
    const links = root.querySelectorAll("[data-turn] :is([data-seek], [data-change]):not([tabindex])");
    for (const link of links) link.tabIndex = -1;
  };
  for (const turn of turns) turn.tabIndex = -1;
  leaveOut();
  give(turns[0]);
  root.addEventListener("turns:changed", () => {
    leaveOut();
    if (root.querySelector("[data-turn][tabindex='0']")) return;
    give(document.activeElement.closest("[data-turn]") ?? root.querySelector("[data-turn]"));
  });
  root.addEventListener("focusin", ({ target }) => {
    if (target.matches("[data-turn]")) give(target);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-turn]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = [...root.querySelectorAll("[data-turn]")];
    const at = now.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: now.length - 1 }[event.key];
    if (event.key === "Enter") play(event.target);
    else if (next === undefined) return;
    else now[Math.min(Math.max(next, 0), now.length - 1)].focus();
    event.preventDefault();
  });
}
