/**
 * Keys that act on a page. Single letters and signs do nothing while somebody types, and can be turned off: people who
 * dictate or tremble must be able to (WCAG 2.1.4). F1 to F24 always work: foot pedals send them.
 */
const STORED = "fidelity-keys";
const PEDAL = /_pedal$/;
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";
/** These do something of their own when Space or Enter is pressed on them. */
const PRESSED = "a, button, summary, audio, input, label";

export function areKeysOn() {
  return localStorage.getItem(STORED) !== "off";
}

export function setKeys(on) {
  localStorage.setItem(STORED, on ? "on" : "off");
}

/** The key as `fidelity.desk.keys` names it: `a`, `Shift+A`, `?`, `Space`, `F8`; empty for what is no key of ours. */
export function nameOf({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || !key) return "";
  if (key === " ") return "Space";
  if (/^(F\d{1,2}|Insert|Pause)$/.test(key)) return shiftKey ? "" : key;
  if ([...key].length !== 1) return "";
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  if (isLetter && shiftKey) return `Shift+${key.toUpperCase()}`;
  return key.toLowerCase();
}

/**
 * The number of a key, whatever Shift or the keyboard's language make of it; null for every other key. On a number
 * pad that is set to move the cursor, and with AltGr, which types signs, a key is no number.
 */
export function digitOf(event) {
  if (event.getModifierState("AltGraph")) return null;
  const [, row, digit] = /^(Digit|Numpad)(\d)$/.exec(event.code) ?? [];
  return row === "Digit" || (row && event.key === digit) ? Number(digit) : null;
}

/** `root.dataset.bindings` as a map from a key to what it does. */
export function deedsByKey(root) {
  const places = Object.entries(JSON.parse(root.dataset.bindings));
  return new Map(places.filter(([, key]) => key).map(([place, key]) => [key, place.replace(PEDAL, "")]));
}

/** ` press n` after what leads to it; nothing while a person has no key for it. */
export function pressFor(root, deed, before, after = "") {
  const keys = JSON.parse(root.dataset.bindings);
  const key = keys[deed] || keys[`${deed}_pedal`];
  return key ? `${before} ${key}${after}` : "";
}

/** Whether a key may act where it was pressed. */
export function mayAct(event, name) {
  if (event.isComposing || event.defaultPrevented) return false;
  if (/^F\d/.test(name)) return true;
  if (!areKeysOn() || isTyping(event.target)) return false;
  return name !== "Space" || !event.target.closest(PRESSED);
}

export function isTyping(element) {
  return element.isContentEditable || element.closest(TYPING) !== null;
}
