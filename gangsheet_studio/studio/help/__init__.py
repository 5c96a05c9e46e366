"""Help: what the program is made of, and what support would ask for."""
