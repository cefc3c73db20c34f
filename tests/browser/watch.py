"""What every page that a test passes must keep to: no error, nothing that axe finds, no scrolling sideways."""

import re
from urllib.parse import urlsplit

from tests.browser.axe import AT_WORK, findings

_NARROW, _SHORT = 390, 844
_FIND_WIDEST = """async (width) => {
  // The menu folds a moment after the window got narrower.
  for (let tries = 0; document.documentElement.scrollWidth > width && tries < 60; tries += 1) {
    await new Promise(requestAnimationFrame);
  }
  if (document.documentElement.scrollWidth <= width) return [];
  const sticksOut = (element) => element.getBoundingClientRect().right > width + 0.5;
  return [`${document.documentElement.scrollWidth} px`,
    ...[...document.querySelectorAll("body *")].filter(sticksOut).map((each) => each.outerHTML.slice(0, 120))];
}"""


class Watch:
    """Gathers what goes wrong in any window, and looks closely at a page when asked to."""

    def __init__(self):
        self.problems = []
        self.looked_at = []
        self._expected = []

    def over(self, context):
        """Listen to every page of a browser context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"page error: {error.error}"))
        context.on("response", self._response)

    def expect(self, pattern):
        """A problem that a test provokes: a lost connection, a refusal."""
        self._expected.append(re.compile(pattern))

    def look_at(self, page):
        """Fail on anything that axe finds, and on a page that is wider than a phone."""
        name = _without_keys(page.url)
        self.problems += [f"{name}: {found}" for found in findings(page)]
        wide = page.viewport_size
        page.set_viewport_size({"width": _NARROW, "height": _SHORT})
        if widest := page.evaluate(_FIND_WIDEST, _NARROW):
            self.problems.append(f"{name} is wider than {_NARROW} px: " + "\n    ".join(widest[:8]))
        page.set_viewport_size(wide)
        self.looked_at.append(name)

    def _console(self, message):
        if AT_WORK.is_set() and "inline style" in message.text:
            return
        if message.type in {"error", "warning"}:
            place = _without_keys(message.page.url) if message.page else "?"
            self._note(f"console {message.type} on {place}: {message.text} {message.location}")

    def _response(self, response):
        if response.status >= 500:
            self._note(f"{response.status} from {response.request.method} {_without_keys(response.url)}")

    def _note(self, problem):
        if not any(pattern.search(problem) for pattern in self._expected):
            self.problems.append(problem)


def _without_keys(url):
    """The path, with ``…`` for each key, so that a message reads well."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", urlsplit(url).path)
