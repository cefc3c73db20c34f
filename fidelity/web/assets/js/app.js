/** Starts what a page asks for: `data-module="name"` loads modules/name.js and calls its `start(root)`. */
import { initAll } from "nhsuk-frontend";

initAll();

for (const root of document.querySelectorAll("[data-module]")) {
  for (const name of root.dataset.module.split(" ")) {
    if (!name.startsWith("nhsuk-")) {
      import(`./modules/${name}.js`).then(({ start }) => start(root));
    }
  }
}
