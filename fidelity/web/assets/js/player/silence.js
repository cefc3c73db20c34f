/** Stretches in which nobody speaks, and where to go on from inside of one. All times are seconds. */
import { lastNotAfter } from "../sorted.js";

const LEAST = 2;
/** A breath stays at either end, so that no word is cut. */
const BEFORE = 0.4;
const AFTER = 0.3;
/** A shorter jump would only be heard as a stumble. */
const LEAST_JUMP = 1;
/** Of the loudness of what is loud: below this nobody speaks. */
const QUIET = 0.08;
const LOUD_PART = 0.9;

export class Silence {
  /** `stretches`: `[[from, to], …]` in order; null while they are not known. */
  constructor(stretches) {
    this.put(stretches ?? []);
    this.isKnown = stretches !== null;
  }

  put(stretches) {
    this.stretches = stretches;
    this.starts = stretches.map(([from]) => from);
  }

  /** Where words were never looked for, what is quiet is taken for silence. `peaks`: evenly spaced, 0 to 1. */
  hearPeaks(peaks, duration) {
    if (!this.isKnown) this.put(quietStretches(peaks.map(Math.abs), duration));
  }

  /** Where to go on; null where somebody speaks, or soon will. */
  wayOut(seconds) {
    const stretch = this.stretches[lastNotAfter(this.starts, seconds - BEFORE)];
    if (!stretch) return null;
    const onward = stretch[1] - AFTER;
    return onward - seconds >= LEAST_JUMP ? onward : null;
  }

  /** Who goes back must not be thrown forward again: the silence that lies there does not count as a step. */
  wayBack(from, seconds) {
    if (this.wayOut(seconds) === null) return seconds;
    const [begins, ends] = this.stretches[lastNotAfter(this.starts, seconds)];
    const left = from - seconds - Math.max(0, from - ends);
    return begins - Math.max(left, LEAST_JUMP);
  }
}

function quietStretches(peaks, duration) {
  const loud = [...peaks].sort((one, other) => one - other)[Math.floor(peaks.length * LOUD_PART)] ?? 0;
  const step = duration / peaks.length;
  const found = [];
  let begin = 0;
  for (let at = 0; at <= peaks.length; at += 1) {
    if (at < peaks.length && peaks[at] < loud * QUIET) continue;
    if ((at - begin) * step >= LEAST) found.push([begin * step, at * step]);
    begin = at + 1;
  }
  return found;
}
