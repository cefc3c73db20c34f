"""What axe finds on a page: everything that WCAG 2.2 asks for up to level AA and that a program can see."""

from threading import Event

from tests.conftest import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
#: Set while it looks: it copies a waveform's styles to read them, which the page rightly forbids and says so.
AT_WORK = Event()
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A turn far from the window is not laid out, so its parts would seem to lie on those of the next. The bar at the foot of
# a phone, and the name of a principle, lie on whatever happens to be scrolled beneath them.
_FIND_VIOLATIONS = """async (levels) => {
  const all = new CSSStyleSheet();
  all.replaceSync("* { content-visibility: visible !important } .app-desk-bar, [data-card] > h3 { position: static !important }");
  document.adoptedStyleSheets.push(all);
  const { violations } = await axe.run(document, { runOnly: levels, resultTypes: ["violations"] });
  document.adoptedStyleSheets.pop();
  return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => `${node.html} ${node.failureSummary}`) }));
}"""


def findings(page):
    """A few lines for each rule that the page breaks: which, and where."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    AT_WORK.set()
    found = page.evaluate(_FIND_VIOLATIONS, _LEVELS)
    AT_WORK.clear()
    return [f"{each['id']}: {each['help']}\n    " + "\n    ".join(each["nodes"]) for each in found]


def check(page):
    """Fail with what axe finds."""
    found = findings(page)
    assert not found, "\n".join([page.url, *found])
