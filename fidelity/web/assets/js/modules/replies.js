/**
 * Replies without a mouse: a accepts, e explains, c contests, u takes back, n and p go on and back. The keys act where
 * the focus is inside a place to reply, and nowhere else; a place is reached with n, with its link or with Tab.
 */
import { mayAct, nameOf } from "../keys.js";

const PLACE = "[data-thread]";

export function start(root) {
  root.querySelectorAll("[data-needs-script]").forEach((part) => (part.hidden = false));
  const places = [...root.querySelectorAll(PLACE)];
  root.querySelector("[data-first]")?.addEventListener("click", () => goTo(firstOpen(places) ?? places[0]));
  root.addEventListener("keydown", (event) => {
    const name = nameOf(event);
    const place = event.target.closest(PLACE);
    if (!place || !mayAct(event, name)) return;
    if (act(name, place, places)) event.preventDefault();
  });
  comeBack(places);
}

function act(name, place, places) {
  const index = places.indexOf(place);
  switch (name) {
    case "n":
      return goTo(places[index + 1]);
    case "p":
      return goTo(places[index - 1]);
    case "a":
      return press(place.querySelector("[data-accept]")) || open(place, "accept");
    case "e":
      return open(place, "explain");
    case "c":
      return open(place, "contest");
    case "u":
      return press(place.querySelector("[data-undo]"));
    default:
      return false;
  }
}

function press(button) {
  button?.click();
  return Boolean(button);
}

/** The form with the stance chosen, ready for the words. */
function open(place, stance) {
  const form = place.querySelector("[data-reply]");
  if (!form) return false;
  form.open = true;
  form.querySelector(`[name=stance][value=${stance}]`).checked = true;
  form.querySelector("textarea").focus();
  return true;
}

function goTo(place) {
  if (!place) return false;
  const folded = place.closest("details");
  if (folded) folded.open = true;
  place.focus();
  place.scrollIntoView({ block: "center" });
  return true;
}

function firstOpen(places) {
  return places.find((place) => place.querySelector("[data-accept]"));
}

/** After a reply was sent, the focus is where it was, so that the keys go on from there. */
function comeBack(places) {
  const place = places.find((each) => `#${each.id}` === location.hash);
  if (place) goTo(place);
}
