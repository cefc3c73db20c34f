/** The picture of a recording. Without it everything still works. */

/** Draws, and gives the peaks back; nothing where they could not be had. */
export async function draw(root, audio) {
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
    return { peaks: peaks[0], duration };
  } catch {
    container.hidden = true;
    return null;
  }
}
