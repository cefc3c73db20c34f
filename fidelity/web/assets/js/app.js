/** Starts what a page asks for: `data-module="name"` loads modules/name.js and calls its `start(root)`. */
import { initAll } from "nhsuk-frontend";

const FIRST_PAUSE_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 60_000;

initAll();

for (const root of document.querySelectorAll("[data-module]")) {
  for (const name of root.dataset.module.split(" ")) {
    if (!name.startsWith("nhsuk-")) load(name, root);
  }
}

/** On a bad line a module may not come: the page works without it, and it is asked for again. */
function load(name, root, pause = FIRST_PAUSE_MILLISECONDS) {
  import(`./modules/${name}.js`).then(
    ({ start }) => start(root),
    () => setTimeout(load, pause, name, root, Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)),
  );
}
