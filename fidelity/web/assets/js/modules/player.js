/**
 * Plays one recording: the browser's own controls, a waveform, buttons and keys.
 *
 * On `document` it hears `player:seek` {recording, seconds, play} and says `player:time`
 * {recording, seconds, isPlaying} while it plays and whenever the place changes.
 */
import { areKeysOn, setKeys } from "../keys.js";
import { choicesOf } from "../player/choices.js";
import { Deck } from "../player/deck.js";
import { addToKeys, playTurnSlowly } from "../player/keys.js";
import { draw } from "../player/waveform.js";

const NOTE_MILLISECONDS = 4000;

export function start(root) {
  const audio = root.querySelector("audio");
  const { recording } = root.dataset;
  const trouble = root.querySelector("[data-trouble]");
  const silences = root.dataset.silences ? JSON.parse(root.dataset.silences) : null;
  const choices = choicesOf(root);
  const deck = new Deck(audio, recording, { choices, silences, say: saying(root) });

  audio.addEventListener("playing", () => (trouble.textContent = ""));
  audio.addEventListener("error", () => {
    trouble.textContent = "The audio could not be loaded. Load the page again to sign in or try once more.";
  });
  document.addEventListener("player:seek", ({ detail }) => {
    if (detail.recording === recording) deck.seek(detail.seconds, { play: detail.play });
  });

  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-step], [data-slowly]");
    if (button?.matches("[data-step]")) deck.step(Number(button.dataset.step));
    else if (button) playTurnSlowly(deck);
  });
  startChoices(root, choices);
  addToKeys(root, deck);
  draw(root, audio).then((drawn) => drawn && deck.silence.hearPeaks(drawn.peaks, drawn.duration));
}

/** Speed, silence and following: each shows what counts, whichever player or key changed it. */
function startChoices(root, choices) {
  const [speed, skip, follow] = ["speed", "skip", "follow"].map((name) => root.querySelector(`[data-${name}]`));
  choices.speeds ??= [...speed.options].map(({ value }) => Number(value));
  choices.whenChanged(() => {
    speed.value = String(choices.speed);
    skip.checked = choices.skipsSilence;
    follow.checked = choices.follows;
  });
  speed.addEventListener("change", () => choices.set("speed", Number(speed.value)));
  skip.addEventListener("change", () => choices.set("skipsSilence", skip.checked));
  follow.addEventListener("change", () => choices.set("follows", follow.checked));

  const keys = root.querySelector("[data-keys]");
  keys.checked = areKeysOn();
  keys.addEventListener("change", () => setKeys(keys.checked));
}

/** A few words beside the buttons, for a moment. Not read out: it would talk over what is heard. */
function saying(root) {
  const place = root.querySelector("[data-note]");
  let timer = 0;
  return (text) => {
    place.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (place.textContent = ""), NOTE_MILLISECONDS);
  };
}
