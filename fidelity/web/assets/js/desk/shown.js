/** Tells the server which suggestions came onto the screen: how long a decision takes is counted from then. */
import { send } from "./send.js";

const LONG_ENOUGH_MILLISECONDS = 700;
const PAUSE_MILLISECONDS = 2000;

export function startShown(root) {
  const url = root.dataset.shown;
  if (!url || !("IntersectionObserver" in window)) return;
  const seen = new Set();
  const waiting = new Map();
  let fresh = [];

  const report = () => {
    if (!fresh.length) return;
    const fields = fresh.map((id) => ["id", id]);
    fresh = [];
    send(url, fields);
  };
  setInterval(report, PAUSE_MILLISECONDS);

  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(waiting.get(target));
      const id = target.dataset.row;
      if (!isIntersecting || seen.has(id)) continue;
      waiting.set(
        target,
        setTimeout(() => {
          seen.add(id);
          fresh.push(id);
          watch.unobserve(target);
        }, LONG_ENOUGH_MILLISECONDS),
      );
    }
  });
  for (const finding of root.querySelectorAll("[data-finding='suggestion']")) watch.observe(finding);
}
