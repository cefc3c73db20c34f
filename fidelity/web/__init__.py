"""The web application: reads a request, calls one use-case, shows a page."""
