"""Reports that leave the service as files: what they say, and how it is written down. Pure."""
