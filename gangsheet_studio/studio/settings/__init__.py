"""The job's film and output, and what a user prefers."""
