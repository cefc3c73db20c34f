"""How far raters agree, measured by libraries: only a worker loads them."""
