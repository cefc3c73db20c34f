/** Links that play a recording from a second, where its player is on the page; without one they open the audio. */

export function start(root) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-from]");
    if (!link) return;
    const recording = link.dataset.recording ?? root.dataset.recording;
    if (!document.querySelector(`.app-player[data-recording="${recording}"]`)) return;
    event.preventDefault();
    const detail = { recording, seconds: Number(link.dataset.from), play: true };
    document.dispatchEvent(new CustomEvent("player:seek", { detail }));
  });
}
