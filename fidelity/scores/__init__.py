"""Scores of instruments from outside: how their files are read, and what may be said of them. Pure."""
