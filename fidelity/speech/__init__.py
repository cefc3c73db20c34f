"""From a sound file to words with times."""
