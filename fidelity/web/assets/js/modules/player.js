/**
 * Plays one recording: the browser's own controls, a waveform, and keys.
 *
 * On `document` it hears `player:seek` {recording, seconds, play} and says `player:time`
 * {recording, seconds, isPlaying} while it plays and whenever the place changes.
 */
import { areKeysOn, isForTyping, setKeys } from "../keys.js";

const STEP_SECONDS = 5;

export function start(root) {
  const audio = root.querySelector("audio");
  const { recording } = root.dataset;
  const trouble = root.querySelector("[data-trouble]");

  const tell = () => {
    document.dispatchEvent(
      new CustomEvent("player:time", {
        detail: { recording, seconds: audio.currentTime, isPlaying: !audio.paused },
      }),
    );
  };
  const tick = () => {
    tell();
    if (!audio.paused) requestAnimationFrame(tick);
  };
  const play = () => audio.play().catch(() => {}); // the error event says why
  const step = (seconds) => {
    audio.currentTime = Math.max(0, audio.currentTime + seconds);
    tell();
  };
  const toggle = () => (audio.paused ? play() : audio.pause());

  audio.addEventListener("play", tick);
  for (const name of ["pause", "seeked", "ended"]) audio.addEventListener(name, tell);
  audio.addEventListener("playing", () => (trouble.textContent = ""));
  audio.addEventListener("error", () => {
    trouble.textContent = "The audio could not be loaded. Load the page again to sign in or try once more.";
  });

  document.addEventListener("player:seek", ({ detail }) => {
    if (detail.recording !== recording) return;
    audio.currentTime = detail.seconds;
    tell();
    if (detail.play) play();
  });

  for (const part of root.querySelectorAll("[data-needs-script]")) part.hidden = false;
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-step]");
    if (button) step(Number(button.dataset.step));
  });
  root.querySelector("[data-speed]").addEventListener("change", ({ target }) => {
    audio.playbackRate = Number(target.value);
  });

  const box = root.querySelector("[data-keys]");
  box.checked = areKeysOn();
  box.addEventListener("change", () => setKeys(box.checked));
  document.addEventListener("keydown", (event) => {
    const acts = { " ": toggle, j: () => step(-STEP_SECONDS), l: () => step(STEP_SECONDS) };
    const act = acts[event.key];
    if (!act || !areKeysOn() || isForTyping(event) || !isMine(root)) return;
    event.preventDefault();
    act();
  });

  draw(root, audio);
}

/** With several players on a page the keys move the one that plays, else the first. */
function isMine(root) {
  const players = [...document.querySelectorAll("[data-module~=player]")];
  const playing = players.find((each) => !each.querySelector("audio").paused);
  return root === (playing ?? players[0]);
}

/** The picture alone: without it everything still works. */
async function draw(root, audio) {
  const container = root.querySelector("[data-wave]");
  try {
    const [{ default: WaveSurfer }, answer] = await Promise.all([
      import("wavesurfer.js"),
      fetch(root.dataset.peaks, { headers: { Accept: "application/json", "X-Requested-With": "fetch" } }),
    ]);
    if (!answer.ok) throw new Error(`peaks: ${answer.status}`);
    const { peaks, duration } = await answer.json();
    WaveSurfer.create({
      container,
      media: audio,
      peaks,
      duration,
      height: 56,
      normalize: true,
      waveColor: "#768692",
      progressColor: "#005eb8",
      cursorColor: "#212b32",
      cursorWidth: 2,
      dragToSeek: true,
      cspNonce: root.dataset.nonce,
    });
  } catch {
    container.hidden = true;
  }
}
