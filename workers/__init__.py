"""What RQ runs: each job wires its tools to one use-case, and nothing else."""
