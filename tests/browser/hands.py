"""What a person's hand does on more than one page: point at words, walk with a key, fill the upload form."""

from datetime import date

_PLACE_OF_WORDS = """(element, words) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest("[data-tag]")) continue;
    nodes.push([walker.currentNode, text.length]);
    text += walker.currentNode.data;
  }
  const starts = text.indexOf(words);
  const ends = starts + words.length;
  const at = (position) => nodes.findLast(([, begins]) => begins <= position);
  const range = document.createRange();
  const [first, before] = at(starts);
  const [last, until] = at(ends - 1);
  range.setStart(first, starts - before);
  range.setEnd(last, ends - until);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const boxes = [...range.getClientRects()].filter(({ width }) => width > 0);
  const [from, to] = [boxes[0], boxes.at(-1)];
  return {
    from: { x: from.left + 1, y: from.top + from.height / 2 },
    to: { x: to.right - 1, y: to.top + to.height / 2 },
  };
}"""


def place_of(element, words):
    """Where words stand on the screen: ``from`` their first letter ``to`` their last."""
    return element.evaluate(_PLACE_OF_WORDS, words)


def click_word(element, word):
    """Click the first letter of a word."""
    begins = place_of(element, word)["from"]
    element.page.mouse.click(begins["x"] + 2, begins["y"])


def select_words(element, words):
    """Drag the mouse over words."""
    place, mouse = place_of(element, words), element.page.mouse
    mouse.move(**place["from"])
    mouse.down()
    mouse.move(**place["to"], steps=4)
    mouse.up()


def press_until(page, key, is_there, most=200):
    """Press a key until the focus is where it should be."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(f"() => {is_there}"):
            return
    raise AssertionError(f"{key} does not lead to: {is_there}")


def fill_upload(page, audio):
    """Everything that the upload form asks for, once its scripts are there."""
    page.wait_for_load_state("networkidle")
    page.get_by_label("Recording", exact=True).set_input_files(audio)
    page.get_by_label("Date of the session").fill(date.today().isoformat())
    page.get_by_label("Caregivers").fill("2")
    page.get_by_label("Young people").fill("1")
    page.get_by_label("English").check()
    page.get_by_label("Everyone present agreed to be recorded").check()
