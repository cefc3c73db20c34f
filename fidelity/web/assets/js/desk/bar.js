/** On a phone: what a thumb needs all the time, in a bar at the foot of the page. It does what keys do elsewhere. */
import { listen } from "../player/keys.js";

export function startBar(root, acts) {
  const bar = root.querySelector("[data-desk-bar]");
  if (!bar) return;
  bar.hidden = false;
  bar.addEventListener("click", ({ target }) => {
    const deed = target.closest("[data-deed]")?.dataset.deed;
    if (deed === "play") listen();
    else if (deed) acts[deed]();
  });
  const play = bar.querySelector("[data-deed=play]");
  document.addEventListener("player:time", ({ detail }) => {
    const text = detail.isPlaying ? "Pause" : "Play";
    if (play && play.textContent !== text) play.textContent = text;
  });
}
