"""What became of the files of a finished job, as staff are told."""
