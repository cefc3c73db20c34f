/** What a person reads while a recording is on its way. */
const MEGABYTE = 1024 * 1024;

export const CONNECTION = "Waiting for the connection. The upload goes on by itself, and what you typed is still here.";
export const BUSY = "The service is busy. The upload goes on by itself.";
export const SIGNED_OUT =
  "You are signed out. Sign in again in another tab: the upload goes on by itself, and what you typed is still here.";
export const GONE = "What had arrived of this recording is no longer here. Choose the file again.";
export const NOT_YOURS = "You may no longer upload to this case, or somebody else is signed in now.";
export const UNREADABLE = "This browser can no longer read the file. Choose it again: what has arrived is kept.";
export const FAILED = "The service could not take the recording. What has arrived is kept. Wait a minute, then press Go on.";

export const READY = "The form is complete. It is sent by itself as soon as the recording has arrived.";
export const SIGNED_OUT_FORM =
  "You are signed out. Sign in again in another tab, then press Upload again. What you typed and sent is still here.";
export const NO_CONNECTION_FORM =
  "There is no connection to the service. What you typed and sent is still here: press Upload again when you are back on line.";

/** A proxy, a firewall: it answered in the place of the service. */
export function between(status, bytes) {
  return (
    `Something between this browser and the service refused a slice of ${size(bytes)} (it answered ${status}). ` +
    "What has arrived is kept. Ask your administrator about its limit for the size of a request."
  );
}

export function notPassedOn(status, bytes) {
  return (
    `Something between this browser and the service did not pass a slice of ${size(bytes)} on (it answered ${status}). ` +
    "The upload is tried again by itself. If this stays so, ask your administrator about its limits."
  );
}

/** What stands against a file before a byte is sent; "" when nothing does. */
export function check(file, { largestBytes, largest }) {
  if (file.size === 0) return "The file is empty: choose another copy of the recording";
  const has = Math.ceil(file.size / MEGABYTE);
  return file.size > Number(largestBytes) ? `The recording must be smaller than ${largest}. This one has ${has} MB` : "";
}

export function figures({ sent, total, left }) {
  const percent = Math.floor((sent / total) * 100);
  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(total < 10 * MEGABYTE ? 1 : 0);
  const text = `${percent}%: ${megabytes(sent)} of ${megabytes(total)} MB`;
  return left === null ? text : `${text}, ${timeLeft(left)}`;
}

function size(bytes) {
  return bytes < MEGABYTE ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes / MEGABYTE)} MB`;
}

function timeLeft(seconds) {
  if (seconds < 60) return "less than a minute left";
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "about 1 minute left" : `about ${minutes} minutes left`;
}
