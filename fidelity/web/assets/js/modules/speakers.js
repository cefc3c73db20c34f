/** Says who speaks, by key or button: the turn with the focus, or all from where Shift was first held. */
const SAVE_AFTER_MILLISECONDS = 500;

export function start(root) {
  const bar = document.querySelector(`[data-speakers-for="${root.dataset.recording}"]`);
  if (!bar) return;
  const said = bar.querySelector("[data-saved]");
  const undoButton = bar.querySelector("[data-undo]");
  const buttons = [...bar.querySelectorAll("[data-name]")];
  const names = Object.fromEntries(buttons.map((b) => [b.dataset.name, b.querySelector("span").textContent]));
  const keys = Object.fromEntries(buttons.map((b) => [b.dataset.key, b.dataset.name]));
  const turns = [...root.querySelectorAll("[data-turn]")];
  const done = [];
  const waiting = new Map();
  let anchor = null;
  let head = null;
  let timer = 0;
  let isSaving = false;

  bar.hidden = false;

  function chosen() {
    if (head === null) return [];
    return turns.slice(Math.min(anchor, head), Math.max(anchor, head) + 1);
  }

  function choose(turn, { extend }) {
    for (const each of chosen()) each.classList.remove("app-turn--chosen");
    head = turns.indexOf(turn);
    if (!extend || anchor === null) anchor = head;
    for (const each of chosen()) each.classList.add("app-turn--chosen");
    for (const button of buttons) button.disabled = false;
    if (chosen().length > 1) said.textContent = `${chosen().length} turns chosen`;
  }

  function show(turn, role) {
    turn.dataset.role = role;
    turn.querySelector("[data-role-name]").textContent = names[role];
  }

  function name(role) {
    const all = chosen();
    if (!all.length) return;
    const before = all.map((turn) => [turn, turn.dataset.role]);
    done.push(before);
    undoButton.disabled = false;
    for (const turn of all) set(turn, role);
    // One turn after the other is the usual way through: the next is at hand.
    if (all.length === 1 && turns[head + 1]) turns[head + 1].focus();
  }

  function set(turn, role) {
    show(turn, role);
    waiting.set(turn, role);
    said.textContent = "Saving";
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MILLISECONDS);
  }

  function undo() {
    const before = done.pop();
    if (!before) return;
    for (const [turn, role] of before) set(turn, role);
    undoButton.disabled = !done.length;
    before[0][0].focus();
  }

  async function save() {
    if (isSaving || !waiting.size) return;
    isSaving = true;
    const sent = new Map(waiting);
    waiting.clear();
    const problem = await send(sent);
    isSaving = false;
    if (problem) {
      // Kept, so that the next press or the button sends it again.
      for (const [turn, role] of sent) if (!waiting.has(turn)) waiting.set(turn, role);
      said.textContent = problem;
      timer = setTimeout(save, 10 * SAVE_AFTER_MILLISECONDS);
      return;
    }
    const count = turns.filter((turn) => turn.dataset.role === "unknown").length;
    if (waiting.size) save();
    else said.textContent = count ? `Saved. ${count} turns are not named yet` : "Saved. Every turn is named";
  }

  async function send(sent) {
    const roles = Object.fromEntries([...sent].map(([turn, role]) => [turn.dataset.turn, role]));
    try {
      const answer = await fetch(root.dataset.nameUrl, {
        method: "POST",
        keepalive: true,
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-Requested-With": "fetch",
          "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
        },
        body: JSON.stringify({ roles }),
      });
      if (answer.ok) return "";
      if (answer.status === 401) return "Not saved: you are signed out. Sign in again in another tab";
      return "Not saved: the service could not take it. It is tried again";
    } catch {
      return "Not saved: there is no connection. It is tried again";
    }
  }

  root.addEventListener("focusin", ({ target }) => {
    const turn = target.closest("[data-turn]");
    if (turn && !isShiftHeld) choose(turn, { extend: false });
  });
  let isShiftHeld = false;
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-turn]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.shiftKey && step) {
      const next = turns[(head ?? 0) + step];
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!next) return;
      isShiftHeld = true;
      next.focus();
      isShiftHeld = false;
      choose(next, { extend: true });
    } else if (keys[event.key]) {
      event.preventDefault();
      name(keys[event.key]);
    }
  }, { capture: true });
  root.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (!turn || !event.target.closest(".app-turn__head") || event.target.closest("a")) return;
    choose(turn, { extend: event.shiftKey });
    if (event.shiftKey) getSelection().removeAllRanges();
  });
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-name]");
    if (button) name(button.dataset.name);
    if (target.closest("[data-undo]")) undo();
  });
  addEventListener("beforeunload", (event) => {
    if (waiting.size || isSaving) {
      save();
      event.preventDefault();
    }
  });
}
