"""Case notes and transcripts as language: sentences, suggestions, and reading note files."""
