/** The keys for listening, on any page with a player. With several, they move one of them. */
import { deedsByKey, mayAct, nameOf } from "../keys.js";

const STEP_SECONDS = 5;
/** Holding these down goes on and on. */
const MAY_REPEAT = new Set(["back", "forward", "slower", "faster"]);
const decks = [];
let last = null;

export function addToKeys(root, deck) {
  if (!decks.length) hearKeys(deedsByKey(root));
  decks.push(deck);
  deck.audio.addEventListener("play", () => {
    last = deck;
    for (const other of decks) if (other !== deck) other.audio.pause(); // two voices at once are none
  });
}

function hearKeys(deeds) {
  document.addEventListener("keydown", (event) => {
    const name = nameOf(event);
    const deed = deeds.get(name);
    if (!(deed in ACTS) || !mayAct(event, name)) return;
    event.preventDefault();
    if (event.repeat && !MAY_REPEAT.has(deed)) return;
    ACTS[deed](deck());
  });
}

/** The one that plays, else the one whose words have the focus, else the one that played last. */
function deck() {
  const focused = document.activeElement?.closest("[data-recording]")?.dataset.recording;
  return decks.find((each) => each.isPlaying) ?? decks.find((each) => each.recording === focused) ?? last ?? decks[0];
}

const ACTS = {
  play: (it) => it.toggle(),
  back: (it) => it.step(-STEP_SECONDS),
  forward: (it) => it.step(STEP_SECONDS),
  slower: (it) => changeSpeed(it, -1),
  faster: (it) => changeSpeed(it, 1),
  skip: (it) => choose(it, "skipsSilence", "Silence is skipped", "Silence is played"),
  follow: (it) => choose(it, "follows", "The words move in step", "The words stay still"),
  slowly: (it) => playTurnSlowly(it),
};

/** Play and pause, from a button that is not a player's own. */
export function listen() {
  if (decks.length) ACTS.play(deck());
}

function changeSpeed({ choices, say }, by) {
  const { speeds } = choices;
  const at = Math.min(Math.max(speeds.indexOf(choices.speed) + by, 0), speeds.length - 1);
  choices.set("speed", speeds[at]);
  say(`${speeds[at]}×`);
}

function choose({ choices, say }, name, on, off) {
  choices.set(name, !choices[name]);
  say(choices[name] ? on : off);
}

/** The turn in focus, else the one that is heard. */
export function playTurnSlowly(it) {
  const focused = document.activeElement?.closest("[data-turn]");
  const turns = (focused ?? document).closest?.("[data-recording]");
  const deckOfFocus = turns && decks.find((each) => each.recording === turns.dataset.recording);
  const chosen = deckOfFocus ?? it;
  const turn = deckOfFocus
    ? focused
    : document.querySelector(`[data-recording="${chosen.recording}"] [data-turn][aria-current="true"]`);
  if (!turn) return it.say("Go to a turn first");
  const { start, end } = turn.dataset;
  chosen.playSlowly({ start: Number(start), end: Number(end) });
}
