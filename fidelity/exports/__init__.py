"""Tables that people may take out: their columns with meanings, and how they are written as files. Pure."""
