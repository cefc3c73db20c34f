"""Everything on one machine: which processes there are, and how they are kept going."""
