"""What a case note is made of: pure functions on its form and its words. Knows no database and no page."""
