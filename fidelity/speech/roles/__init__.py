"""Who speaks a turn, told from what is said: therapist, caregiver, young person or somebody else."""
