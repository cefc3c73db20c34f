"""Trains the tagger, by hand, with PyTorch, in an environment of its own: ``make train``."""
