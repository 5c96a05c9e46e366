"""What a finished job has for people: its job sheet and its tables. Pure: data and pictures in, files out."""
