"""How artwork files are put together, a module a format: what is damaged in them, and what means harm."""
