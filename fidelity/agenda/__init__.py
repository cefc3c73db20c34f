"""A team's consultation agenda: what an item is, in which order they come, what comes again. Pure."""
