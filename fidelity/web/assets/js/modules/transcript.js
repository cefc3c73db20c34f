/** Changes a transcript: who speaks, by key or button; words in their place; split; undo and redo. */
import { areKeysOn } from "../keys.js";
import { Chosen } from "../transcript/chosen.js";
import { startEditing } from "../transcript/edit.js";
import { placeOf } from "../transcript/place.js";
import { startSplitting } from "../transcript/split.js";
import { Steps } from "../transcript/steps.js";

export function start(root) {
  const bar = document.querySelector(`[data-bar-for="${root.dataset.recording}"]`);
  if (!bar) return;
  const roles = [...bar.querySelectorAll("[data-name]")];
  const acts = [...bar.querySelectorAll("[data-act]")];
  const names = Object.fromEntries(roles.map((b) => [b.dataset.name, b.querySelector("span").textContent]));
  const keys = Object.fromEntries([...roles, ...acts].filter((b) => b.dataset.key).map((b) => [b.dataset.key, b]));
  const needTurn = [...roles, ...acts.filter(({ dataset }) => !["undo", "redo"].includes(dataset.act))];

  const chosen = new Chosen(root, (turns) => {
    for (const button of needTurn) button.disabled = !turns.length;
    if (turns.length > 1) steps.say(`${turns.length} turns chosen`);
  });
  const steps = new Steps(root, bar, { put: () => chosen.head !== null && chosen.show() });
  const edit = startEditing(root, steps);
  const split = startSplitting(root, steps, names);
  bar.hidden = false;

  function name(role) {
    const turns = chosen.turns();
    if (!turns.length) return;
    const fields = turns.map((turn) => {
      const { segment, first, last } = placeOf(turn);
      return [`role-${segment}.${first}.${last}`, role];
    });
    for (const turn of turns) show(turn, role);
    // One turn after the other is the usual way through: the next is at hand.
    const next = turns.length === 1 && chosen.next();
    if (next) next.focus();
    else stopExtending();
    steps.add({ url: root.dataset.nameUrl, fields, isNaming: true });
  }

  function show(turn, role) {
    turn.dataset.role = role;
    turn.dataset.by = "turn";
    turn.querySelector(".app-turn__role").textContent = names[role];
  }

  function act(what) {
    const [turn] = chosen.turns();
    if (what === "undo") steps.undo();
    else if (what === "redo") steps.redo();
    else if (what === "range") setExtending(!chosen.isExtending);
    else if (turn) ({ edit, split })[what](turn);
  }

  function setExtending(on) {
    chosen.isExtending = on;
    bar.querySelector("[data-act=range]").setAttribute("aria-pressed", String(on));
    if (on) steps.say("Choose the last turn of the range");
  }
  const stopExtending = () => chosen.isExtending && setExtending(false);

  const press = (button) => (button.dataset.name ? name(button.dataset.name) : act(button.dataset.act));
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-name], [data-act]");
    if (button) press(button);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-turn]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!keys[event.key] || !areKeysOn()) return;
    event.preventDefault();
    press(keys[event.key]);
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    const what = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null;
    const button = what && bar.querySelector(`[data-act=${what}]`);
    if (!button) return;
    event.preventDefault();
    if (!button.disabled) act(what);
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-change]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    edit(link.closest("[data-turn]"));
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-hear]")) return;
    event.preventDefault();
    steps.add({ url: event.target.action, fields: new FormData(event.target) });
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-voice]")) return;
    event.preventDefault();
    const echo = document.querySelector("[data-voices-saved]"); // the bar may be far below
    steps.add({ url: event.target.action, fields: new FormData(event.target), echo });
  });
}
