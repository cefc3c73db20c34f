/**
 * What somebody typed stays in this tab until it is sent. Who signs out leaves nothing of it behind, on whatever page
 * they do, and nothing stays for the next who signs in here. `form`: the one that signs out.
 */
const PREFIX = "fidelity-";

export function start(form) {
  drop((key) => !key.includes(form.dataset.by));
  form.addEventListener("submit", () => drop(() => true));
}

function drop(isMeant) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX) && isMeant(key)) sessionStorage.removeItem(key);
}
