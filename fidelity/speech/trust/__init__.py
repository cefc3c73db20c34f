"""What to believe of what the recogniser wrote, and whether it wrote down all that was said."""
