/** Keeps what a person chose to see in the queue, for this tab, so that the way back from a desk leads there. */
const PREFIX = "fidelity-queue";

export function start(root) {
  keep(root.dataset.reader, location.search);
  // What was not chosen need not stand in the address.
  document.querySelector(".app-filters")?.addEventListener("submit", ({ target }) => {
    for (const field of target.querySelectorAll("select")) field.disabled = field.value === "";
  });
  addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll(".app-filters select")) field.disabled = false;
  });
}

/** The link back to the queue leads to what was chosen there, at the place of this week. */
export function leadBack(root) {
  const link = document.querySelector(".nhsuk-back-link");
  const { reader, place } = root.dataset;
  if (!link || !place) return;
  link.search = sessionStorage.getItem(`${PREFIX}-${reader}`) ?? "";
  link.hash = place;
}

function keep(reader, search) {
  try {
    sessionStorage.setItem(`${PREFIX}-${reader}`, search);
  } catch {
    // The browser has no room or forbids it: the way back leads to the whole queue.
  }
}
