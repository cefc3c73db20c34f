"""Pure functions over a transcript's rows: turns as they are shown, talk shares, files to take away."""
