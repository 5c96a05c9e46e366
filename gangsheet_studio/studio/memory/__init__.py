"""The engine's memory, live."""
