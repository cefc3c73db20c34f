"""Model files: where they come from, and proof that they are what they should be."""
