/**
 * A copy of what is not saved yet, so that a reload loses nothing. It lives in this tab alone and
 * goes with it: other people may use the same machine.
 */
const PREFIX = "fidelity-note";

export function copyFor(form) {
  const key = `${PREFIX}:${form.dataset.autosaveFor}:${form.dataset.autosaveTo}`;
  return {
    keep(copy) {
      try {
        sessionStorage.setItem(key, JSON.stringify(copy));
      } catch {
        // The browser has no room or forbids it; the server's draft is what counts.
      }
    },
    take() {
      try {
        return JSON.parse(sessionStorage.getItem(key));
      } catch {
        return null;
      }
    },
    drop() {
      sessionStorage.removeItem(key);
    },
  };
}

/** The service says by `#kept` in the address that it has what was sent: copies of that may go. */
export function dropIfKept() {
  if (location.hash !== "#kept") return;
  history.replaceState(history.state, "", location.pathname + location.search);
  dropAll();
}

export function dropAll() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}
