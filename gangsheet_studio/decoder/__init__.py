"""A process of its own that opens artwork: a hostile file can end nothing but it, and costs itself alone."""
