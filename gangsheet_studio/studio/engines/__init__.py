"""The engine processes that the window asks, and what becomes of them."""
