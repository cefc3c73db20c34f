/** An agenda during the call: ticks and words save themselves, and those of others appear. */
import { letDrag } from "../agenda/drag.js";
import { Item } from "../agenda/item.js";

const LOOK_MILLISECONDS = 8000;

export function start(root) {
  const items = new Map();
  const count = () => {
    root.querySelector("[data-ticked]").textContent = [...items.values()].filter((item) => item.isTicked).length;
  };
  for (const element of root.querySelectorAll("[data-agenda-item]")) {
    items.set(element.id, new Item(element, count));
  }

  letDrag(root, (key, before) => {
    const form = root.querySelector("[data-agenda-place]");
    form.elements.key.value = key;
    form.elements.before.value = before;
    form.requestSubmit();
  });

  // Every other form loads the page anew: what was typed goes first. Nobody else hears of it until then.
  root.addEventListener(
    "submit",
    (event) => {
      const dirty = [...items.values()].filter((item) => item.isDirty);
      if (event.target.matches("[data-agenda-tick]") || !dirty.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      Promise.all(dirty.map((item) => item.save())).then(() => {
        if (![...items.values()].some((item) => item.isDirty)) event.target.requestSubmit(event.submitter);
      });
    },
    true,
  );
  window.addEventListener("beforeunload", (event) => {
    if ([...items.values()].some((item) => item.isDirty)) event.preventDefault();
  });

  async function look() {
    if (document.hidden) return;
    try {
      const headers = { "X-Polling": "1", "X-Requested-With": "fetch", Accept: "application/json" };
      const answer = await fetch(root.dataset.ticks, { headers });
      if (answer.status === 401) say("You are signed out. Sign in again in another tab; what you type here is kept.");
      if (!answer.ok) return;
      for (const [id, stands] of Object.entries((await answer.json()).items)) items.get(id)?.hear(stands);
      say("");
    } catch {
      say("The service does not answer just now. What you type is kept on this page and sent again.");
    }
  }

  function say(text) {
    const place = root.querySelector("[data-agenda-state]");
    if (place && place.textContent !== text) place.textContent = text;
  }

  if (items.size) setInterval(look, LOOK_MILLISECONDS);
  document.addEventListener("visibilitychange", look);
}
