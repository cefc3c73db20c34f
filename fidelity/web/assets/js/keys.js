/** Single keys that act on a page. People who dictate or tremble must be able to turn them off (WCAG 2.1.4). */
const STORED = "fidelity-keys";

export function areKeysOn() {
  return localStorage.getItem(STORED) !== "off";
}

export function setKeys(on) {
  localStorage.setItem(STORED, on ? "on" : "off");
}

/** Whether a key press belongs to what has the focus, or to the browser. */
export function isForTyping({ target, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return true;
  return target.isContentEditable || target.closest("input, textarea, select, button, a, summary, audio, dialog") !== null;
}
