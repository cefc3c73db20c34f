/** Looks again how far some work is, less and less often, and once it is over loads the page anew, or offers to. */
const FIRST_MILLISECONDS = 1500;
const LONGEST_MILLISECONDS = 15_000;
const SLOWER = 1.15;

export function start(root) {
  let pause = FIRST_MILLISECONDS;
  let timer = 0;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
    pause = Math.min(pause * SLOWER, LONGEST_MILLISECONDS);
  };

  async function look() {
    if (document.hidden) return; // visibilitychange looks again
    try {
      const answer = await fetch(root.dataset.src, { headers: { "X-Polling": "1", "X-Requested-With": "fetch" } });
      if (answer.status === 401) {
        say("You are signed out. Sign in again to see how far it is. The work goes on.");
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      if (show(await answer.text())) return;
    } catch {
      say("The service does not answer just now. This page looks again by itself.");
      pause = LONGEST_MILLISECONDS;
    }
    later();
  }

  /** Change only what is different, so that a screen reader hears only what is new. */
  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-state]");
    const now = root.querySelector("[data-state]");
    if (fresh.dataset.isOver !== undefined) {
      if (document.querySelector("[data-turn]")) offerToLoad(now, fresh);
      else location.reload();
      return true;
    }
    if (fresh.dataset.state !== now.dataset.state) {
      // It moves again: what comes next may be quick.
      pause = FIRST_MILLISECONDS;
      now.querySelector(".app-state__tag").innerHTML = fresh.querySelector(".app-state__tag").innerHTML;
      now.dataset.state = fresh.dataset.state;
    }
    for (const part of now.querySelectorAll("[data-live]")) {
      const its = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (its.innerHTML !== part.innerHTML) part.innerHTML = its.innerHTML;
    }
    return false;
  }

  /** There are words on the page: somebody reads them, listens or writes, and is not to be cut off. */
  function offerToLoad(now, fresh) {
    now.replaceWith(fresh);
    const offer = document.createElement("p");
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = "Load this page again";
    offer.append(link, " to see what is new.");
    fresh.append(offer);
  }

  function say(sentence) {
    const place = root.querySelector('[data-live="sentence"]');
    if (place.textContent !== sentence) place.textContent = sentence;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    pause = FIRST_MILLISECONDS;
    later();
  });
  later();
}
