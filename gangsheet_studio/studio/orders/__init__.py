"""The order lines in their table."""
