"""What is wrong with a line, as the preview says it."""


def in_words(line, sentences):
    """As in ``Line 14: the date 31/02/2026 is not a day; the score 7 is above 1``."""
    return f"Line {line}: {'; '.join(sentences)}"
