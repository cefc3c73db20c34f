"""Who speaks: voices told apart word by word, within one recording and for as long as that takes.

Numbers that describe a voice exist in the worker's memory only, while one recording is worked on. They are
never written to a file, a row or a log, and never compared with those of another recording (ADR 10).
"""
