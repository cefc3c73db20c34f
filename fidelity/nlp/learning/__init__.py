"""What the tagger learns from: labelled units, and the checks that keep them fit to learn from."""
