"""A fictional team to try the service with. Every row of it can be told from real ones and removed."""
