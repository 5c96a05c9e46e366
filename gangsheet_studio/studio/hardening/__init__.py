"""Soft edges of artwork: where they are, and what the artwork is like without them."""
