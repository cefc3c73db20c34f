/** Lets items be dragged within their group. Up and Down do the same by keyboard, and without a script. */

/** ``place(key, before)`` puts an item before another; empty: at the end. */
export function letDrag(root, place) {
  for (const list of root.querySelectorAll("[data-agenda-list]")) {
    if (list.children.length < 2) continue;
    for (const item of list.children) addGrip(list, item, place);
  }
}

function addGrip(list, item, place) {
  const grip = document.createElement("span");
  grip.className = "app-agenda__grip";
  grip.setAttribute("aria-hidden", "true");
  grip.title = "Drag";
  item.querySelector(".app-agenda__do").prepend(grip);
  let was = null;
  let isHeld = false;

  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    isHeld = true;
    was = item.nextElementSibling;
    item.classList.add("app-agenda__item--dragged");
  });
  grip.addEventListener("pointermove", (event) => {
    if (!isHeld) return;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-agenda-item]");
    if (!over || over === item || over.parentElement !== list) return;
    const { top, height } = over.getBoundingClientRect();
    const next = event.clientY < top + height / 2 ? over : over.nextElementSibling;
    // Putting it where it stands would take the pointer from the grip for nothing.
    if (next !== item && next !== item.nextElementSibling) list.insertBefore(item, next);
  });
  // A pointer is let go of when what it holds is moved in the page: it is taken again.
  grip.addEventListener("lostpointercapture", (event) => {
    if (isHeld && event.buttons) grip.setPointerCapture(event.pointerId);
    else letGo();
  });
  grip.addEventListener("pointercancel", () => {
    list.insertBefore(item, was);
    letGo();
  });
  grip.addEventListener("pointerup", letGo);

  function letGo() {
    if (!isHeld) return;
    isHeld = false;
    item.classList.remove("app-agenda__item--dragged");
    if (item.nextElementSibling !== was) place(item.dataset.key, before(item));
  }
}

/** The item to stand before: the next of the group or, at its end, what follows the group's last one. */
function before(item) {
  if (item.nextElementSibling) return item.nextElementSibling.dataset.key;
  const after = item.previousElementSibling.dataset.after;
  return after === item.dataset.key ? item.dataset.after : after;
}
