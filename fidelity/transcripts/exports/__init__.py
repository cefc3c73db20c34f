"""A transcript as a file to take away: captions, plain text, a Word document, data. Pure."""
