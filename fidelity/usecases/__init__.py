"""Everything a person or a worker can do, one verb phrase a file."""
