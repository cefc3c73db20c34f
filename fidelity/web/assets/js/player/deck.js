/** One recording being heard: play, step, speed, a turn slowly, silence left out. Knows no keys and no buttons. */
import { Silence } from "./silence.js";

const SLOWLY = 0.7;
/** Going back this little from its first word does not mean to leave a turn. */
const NEAR_SECONDS = 0.25;
/** Later than this after its end somebody has gone elsewhere. */
const PAST_SECONDS = 1;

export class Deck {
  /** `recording`: its key; `say(text)` tells the person. */
  constructor(audio, recording, { choices, silences, say }) {
    this.audio = audio;
    this.recording = recording;
    this.choices = choices;
    this.silence = new Silence(silences);
    this.say = say;
    /** Where it was paused, until somebody goes elsewhere. */
    this.pausedAt = null;
    /** The turn that is heard slowly: `{start, end, goesOn}`. */
    this.slow = null;
    choices.whenChanged(() => this.showSpeed());
    audio.addEventListener("play", () => this.begun());
    audio.addEventListener("pause", () => (this.pausedAt = audio.ended ? null : audio.currentTime));
    audio.addEventListener("seeking", () => (this.pausedAt = null));
    audio.addEventListener("ratechange", () => this.rateChanged());
    // A page behind others gets no frames, and silence is skipped there, too.
    audio.addEventListener("timeupdate", () => this.heard());
    for (const name of ["pause", "seeked", "ended"]) audio.addEventListener(name, () => this.tell());
  }

  get isPlaying() {
    return !this.audio.paused;
  }

  play() {
    return this.audio.play().catch(() => {}); // the error event says why
  }

  toggle() {
    if (this.isPlaying) this.audio.pause();
    else this.play();
  }

  seek(seconds, { play = false } = {}) {
    this.pausedAt = null; // the browser says so a moment later, when it may play already
    this.audio.currentTime = Math.max(0, seconds);
    this.tell();
    if (play) this.play();
  }

  step(seconds) {
    const from = this.audio.currentTime;
    const to = from + seconds;
    this.seek(seconds < 0 && this.choices.skipsSilence ? this.silence.wayBack(from, to) : to);
  }

  /** A turn at less than its speed; afterwards on as before, or still as before. */
  playSlowly({ start, end }) {
    this.slow = { start, end, goesOn: this.slow ? this.slow.goesOn : this.isPlaying };
    this.showSpeed();
    this.say("Slowly, this turn");
    this.seek(start, { play: true });
  }

  begun() {
    if (this.pausedAt !== null) {
      const back = this.pausedAt - this.choices.rewindSeconds;
      this.audio.currentTime = Math.max(this.slow?.start ?? 0, back);
    }
    this.pausedAt = null;
    this.tick();
  }

  tick() {
    this.heard();
    this.tell();
    if (this.isPlaying) requestAnimationFrame(() => this.tick());
  }

  /** What the place that is heard now asks for. */
  heard() {
    if (!this.isPlaying || this.audio.seeking) return;
    const seconds = this.audio.currentTime;
    if (this.slow) {
      const isOver = seconds >= this.slow.end;
      if (isOver || seconds < this.slow.start - NEAR_SECONDS) {
        this.endSlow(isOver && seconds < this.slow.end + PAST_SECONDS);
      }
      return;
    }
    const onward = this.choices.skipsSilence ? this.silence.wayOut(seconds) : null;
    if (onward === null) return;
    this.audio.currentTime = onward;
    this.say(`Skipped ${Math.round(onward - seconds)} s`);
  }

  endSlow(isOver) {
    const { goesOn } = this.slow;
    this.slow = null;
    this.showSpeed();
    this.say(`${this.choices.speed}×`);
    if (isOver && !goesOn) this.audio.pause();
  }

  showSpeed() {
    const speed = this.slow ? Math.min(SLOWLY, this.choices.speed) : this.choices.speed;
    this.audio.defaultPlaybackRate = speed;
    if (this.audio.playbackRate !== speed) this.audio.playbackRate = speed;
  }

  /** The browser's own controls have a speed, too. */
  rateChanged() {
    const rate = this.audio.playbackRate;
    if (!this.slow && this.choices.speeds.includes(rate)) this.choices.set("speed", rate);
  }

  tell() {
    const detail = { recording: this.recording, seconds: this.audio.currentTime, isPlaying: this.isPlaying };
    document.dispatchEvent(new CustomEvent("player:time", { detail }));
  }
}
