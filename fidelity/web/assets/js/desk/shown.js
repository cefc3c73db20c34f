/**
 * Tells the server which suggestions came onto the screen for the first time, and counts for each how long it has
 * been there since it was last brought onto it: scrolled to, or seen again after the page was out of sight.
 */
import { send } from "./send.js";

const LONG_ENOUGH_MILLISECONDS = 700;
const PAUSE_MILLISECONDS = 2000;

export function startShown(root) {
  const shown = new Shown(root.dataset.shown);
  if (root.dataset.shown && "IntersectionObserver" in window) shown.begin(root);
  return shown;
}

class Shown {
  constructor(url) {
    this.url = url;
    this.told = new Set();
    this.fresh = [];
    /** By suggestion: since when it is on the screen. */
    this.since = new Map();
    this.inView = new Set();
  }

  begin(root) {
    this.watch = new IntersectionObserver((entries) => entries.forEach((entry) => this.see(entry)));
    this.look(root);
    setInterval(() => this.report(), PAUSE_MILLISECONDS);
    document.addEventListener("visibilitychange", () => {
      this.since.clear();
      if (!document.hidden) for (const id of this.inView) this.since.set(id, Date.now());
    });
  }

  /** Watch what is new in this part of the page. */
  look(part) {
    for (const finding of part.querySelectorAll("[data-finding='suggestion']")) this.watch?.observe(finding);
  }

  /** Seconds since it was last brought onto the screen; 0 while it is not there. */
  seconds(id) {
    return this.since.has(id) ? (Date.now() - this.since.get(id)) / 1000 : 0;
  }

  see({ target, isIntersecting }) {
    const id = target.dataset.row;
    // The words around it were put in anew, and it stands there still: the one that came in its place is watched.
    if (!target.isConnected && document.getElementById(target.id)?.matches("[data-finding='suggestion']")) return;
    if (!isIntersecting) {
      this.since.delete(id);
      this.inView.delete(id);
      return;
    }
    this.inView.add(id);
    if (!this.since.has(id)) this.since.set(id, Date.now());
    if (this.told.has(id)) return;
    setTimeout(() => {
      if (!this.inView.has(id) || this.told.has(id)) return;
      this.told.add(id);
      this.fresh.push(id);
    }, LONG_ENOUGH_MILLISECONDS);
  }

  report() {
    if (!this.fresh.length) return;
    const fields = this.fresh.map((id) => ["id", id]);
    this.fresh = [];
    send(this.url, fields);
  }
}
