/** A page that follows the note form: what it sent has arrived, so the copy in this tab goes. */
import { dropAll, dropIfKept } from "./note_copy.js";

export function start(root) {
  if ("arrived" in root.dataset) dropAll();
  else dropIfKept();
}
