/** Lets items be dragged within their group. Up and Down do the same without a mouse, and without this. */

/** ``place(key, before)`` puts an item before another; empty: at the end. */
export function letDrag(root, place) {
  for (const list of root.querySelectorAll("[data-agenda-list]")) {
    for (const item of list.children) addGrip(list, item, place);
  }
}

function addGrip(list, item, place) {
  const grip = document.createElement("span");
  grip.className = "app-agenda__grip";
  grip.draggable = true;
  grip.ariaHidden = "true";
  grip.title = "Drag";
  item.querySelector(".app-agenda__do").prepend(grip);
  grip.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.key);
    event.dataTransfer.setDragImage(item, 20, 20);
    item.classList.add("app-agenda__item--dragged");
    list.dragged = item;
    list.was = item.nextElementSibling;
  });
  list.addEventListener("dragover", (event) => {
    if (list.dragged !== item) return;
    event.preventDefault();
    const over = event.target.closest("[data-agenda-item]");
    if (!over || over === item || over.parentElement !== list) return;
    const { top, height } = over.getBoundingClientRect();
    list.insertBefore(item, event.clientY < top + height / 2 ? over : over.nextElementSibling);
  });
  list.addEventListener("drop", (event) => {
    if (list.dragged !== item) return;
    event.preventDefault();
    list.dragged = null;
    if (item.nextElementSibling !== list.was) place(item.dataset.key, before(item));
  });
  grip.addEventListener("dragend", () => {
    item.classList.remove("app-agenda__item--dragged");
    if (list.dragged !== item) return;
    // Let go of outside: back to where it was.
    list.dragged = null;
    list.insertBefore(item, list.was);
  });
}

/** The item to stand before: the next of the group or, at its end, what follows the group's last one. */
function before(item) {
  if (item.nextElementSibling) return item.nextElementSibling.dataset.key;
  const after = item.previousElementSibling.dataset.after;
  return after === item.dataset.key ? item.dataset.after : after;
}
