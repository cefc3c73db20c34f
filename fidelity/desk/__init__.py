"""Rules of the review desk: keys, the player, and the three witnesses of a principle. Pure."""
