"""How much memory there is, how much is used, and giving it back."""
