"""Numbers over weeks: pure functions of ratings, with nothing but the standard library."""
