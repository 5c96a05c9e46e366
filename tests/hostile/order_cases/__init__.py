"""The bad orders, by what is bad about them."""
