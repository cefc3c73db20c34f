/** Counts again how much each person spoke, once turns of the page have been named, split or corrected. */
const PAUSE_MILLISECONDS = 800;

export function start(root) {
  const turns = document.querySelector('[data-module~="turns"]');
  let timer = 0;

  turns?.addEventListener("turns:changed", () => {
    clearTimeout(timer);
    timer = setTimeout(count, PAUSE_MILLISECONDS);
  });

  async function count() {
    try {
      const answer = await fetch(root.dataset.src, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) root.innerHTML = await answer.text();
    } catch {
      // Without a connection the old numbers stay until the next change or the next page.
    }
  }
}
