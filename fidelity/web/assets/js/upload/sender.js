/**
 * Brings one file to the service in slices, with the tus client, and does not give up: a lost connection, a
 * service that restarts and a sign-in that ran out are waited for. `changed(sender)` is called whenever there is
 * something new to show. States: starting, sending, waiting, signed-out, paused, refused, arrived.
 */
import { Upload } from "tus-js-client";
import { fingerprintOf } from "./fingerprint.js";
import { end, renew } from "./service.js";
import { BUSY, CONNECTION, FAILED, GONE, NOT_YOURS, SIGNED_OUT, UNREADABLE, between, notPassedOn } from "./words.js";

const LARGEST_SLICE_BYTES = 4 * 1024 * 1024;
const SMALLEST_SLICE_BYTES = 64 * 1024;
const TRY_AGAIN_AFTER = [0, 1_000, 3_000];
const LOOK_AGAIN_AFTER = 5_000;
const STALLED_AFTER = 60_000;
const STALLED_WHEN_BACK = 3_000;

export class Sender {
  constructor(file, form, changed) {
    Object.assign(this, { file, form, changed });
    this.state = "starting";
    this.sentence = "";
    this.same = null;
    this.sent = 0;
    this.total = file.size;
    this.slice = LARGEST_SLICE_BYTES;
    this.url = null;
    this.isPersonHere = true;
    this.isTokenFresh = false;
    this.listen();
  }

  get isUnderWay() {
    return ["starting", "sending", "waiting", "signed-out"].includes(this.state);
  }

  /** Seconds, or null while nothing can be said. */
  get left() {
    const seconds = (performance.now() - this.began) / 1000;
    const since = this.sent - this.sentBefore;
    return this.state === "sending" && seconds > 2 && since > 0 ? ((this.total - this.sent) * seconds) / since : null;
  }

  /** Begin, or go on where the service has the beginning of the very same file. */
  start() {
    this.say("starting");
    return this.connect();
  }

  /** Says nothing until there is something to say: a person who waits need not hear of every try. */
  async connect() {
    const attempt = this.newAttempt();
    try {
      await this.file.slice(0, 1).arrayBuffer();
      this.fingerprint ??= await fingerprintOf(this.file);
    } catch {
      this.say("refused", UNREADABLE);
      return;
    }
    const fresh = await renew(this.form).catch(() => undefined);
    if (attempt !== this.attempt) return; // paused meanwhile, or tried again
    if (fresh === undefined) this.later(CONNECTION);
    else if (fresh === null) this.later(SIGNED_OUT, "signed-out");
    else if (!fresh.isMine) this.say("refused", NOT_YOURS);
    else this.send(fresh);
  }

  /** Whatever was under way no longer counts. */
  newAttempt() {
    clearTimeout(this.timer);
    this.upload?.abort();
    this.attempt = Symbol("attempt");
    return this.attempt;
  }

  send({ token, arrived }) {
    this.token = token;
    const known = ({ fingerprint, length }) => fingerprint === this.fingerprint && Number(length) === this.total;
    this.url ??= arrived.find(known)?.address ?? null;
    this.upload = new Upload(this.file, {
      // With an endpoint at hand the client would begin anew where a refusal only means: not now.
      endpoint: this.url ? null : this.form.dataset.uploads,
      uploadUrl: this.url && new URL(this.url, location.href).href,
      chunkSize: this.slice,
      overridePatchMethod: this.isPatchRefused,
      retryDelays: TRY_AGAIN_AFTER,
      storeFingerprintForResuming: false,
      fingerprint: async () => this.fingerprint,
      metadata: { fingerprint: this.fingerprint },
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      onBeforeRequest: (request) => this.before(request),
      onUploadUrlAvailable: () => this.hasAddress(),
      onShouldRetry: (error) => [0, 409, 423, 460, 500, 503].includes(statusOf(error)),
      onProgress: (sent) => this.progress(sent),
      onChunkComplete: () => (this.isTokenFresh = false),
      onSuccess: () => this.arrivedWhole(),
      onError: (error) => this.failed(error),
    });
    this.began = null;
    this.moved = performance.now();
    this.say("sending");
    this.upload.start();
  }

  before(request) {
    request.setHeader("X-CSRFToken", this.token);
    // Somebody who types is here; an upload that runs by itself keeps nobody signed in.
    if (!this.isPersonHere) request.setHeader("X-Polling", "1");
    this.isPersonHere = false;
  }

  hasAddress() {
    this.url = this.upload.url;
    this.upload.options.endpoint = null;
    this.changed(this);
  }

  progress(sent) {
    if (this.began === null) [this.began, this.sentBefore] = [performance.now(), sent];
    if (sent !== this.sent) this.moved = performance.now();
    this.sent = sent;
    this.changed(this);
  }

  arrivedWhole() {
    this.sent = this.total;
    this.stopListening();
    this.say("arrived");
  }

  pause() {
    this.newAttempt();
    this.say("paused");
  }

  /** Stop for good, and have what arrived deleted. */
  async throwAway() {
    this.pause();
    this.stopListening();
    if (!this.url) return;
    await end(this.url, this.token).catch(() => null); // else it expires
  }

  failed(error) {
    const status = statusOf(error);
    if (!error.originalRequest) this.say("refused", FAILED);
    else if (status < 400) this.later(CONNECTION);
    else if (!error.originalResponse.getHeader("Tus-Resumable")) this.refusedBetween(status);
    else if (status === 401) this.later(SIGNED_OUT, "signed-out");
    else this.refused(status, error.originalResponse);
  }

  /** By the service itself. */
  refused(status, answer) {
    const said = sentenceIn(answer);
    if (status === 400 && !this.isTokenFresh) {
      this.isTokenFresh = true; // signed in again meanwhile: the token is of the sign-in before
      this.connect();
    } else if (status === 403 || status === 404) this.say("refused", NOT_YOURS);
    else if (status === 410) {
      this.url = null;
      this.say("refused", GONE);
    } else if (status === 507 || (status >= 400 && status < 500 && ![409, 423, 460].includes(status))) {
      this.same = said.same ?? null;
      this.say("refused", said.error ?? FAILED);
    } else this.later(BUSY);
  }

  /** By what stands in front of the service: smaller slices may get through, or another method. */
  refusedBetween(status) {
    if (status === 413 && this.slice > SMALLEST_SLICE_BYTES) {
      this.slice /= 2;
      this.connect();
    } else if ((status === 405 || status === 501) && !this.isPatchRefused) {
      this.isPatchRefused = true;
      this.connect();
    } else if (status >= 500) this.later(notPassedOn(status, this.slice));
    else this.say("refused", between(status, this.slice));
  }

  later(sentence, state = "waiting") {
    this.say(state, sentence);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), LOOK_AGAIN_AFTER);
  }

  say(state, sentence = "") {
    Object.assign(this, { state, sentence });
    this.changed(this);
  }

  listen() {
    this.ears = new AbortController();
    const { signal } = this.ears;
    addEventListener("offline", () => this.isLost(), { signal });
    for (const sign of ["online", "focus"]) addEventListener(sign, () => this.isBack(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.isBack(), { signal });
    for (const sign of ["keydown", "pointerdown", "input"]) {
      addEventListener(sign, () => (this.isPersonHere = true), { signal });
    }
    this.watch = setInterval(() => this.isStalledFor(STALLED_AFTER) && this.connect(), LOOK_AGAIN_AFTER);
  }

  /** A request that has not moved for so long is taken to be dead; a laptop was closed, perhaps. */
  isStalledFor(milliseconds) {
    return this.state === "sending" && performance.now() - this.moved > milliseconds;
  }

  isLost() {
    if (!this.isUnderWay) return;
    this.newAttempt();
    this.later(CONNECTION);
  }

  isBack() {
    if (["waiting", "signed-out"].includes(this.state) || this.isStalledFor(STALLED_WHEN_BACK)) this.connect();
  }

  stopListening() {
    clearInterval(this.watch);
    clearTimeout(this.timer);
    this.ears.abort();
  }
}

function statusOf(error) {
  return error.originalResponse?.getStatus() ?? 0;
}

function sentenceIn(answer) {
  try {
    return JSON.parse(answer.getBody());
  } catch {
    return {};
  }
}
