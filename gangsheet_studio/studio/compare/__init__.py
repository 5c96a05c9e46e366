"""Films of several widths, and what the job takes of each."""
