"""Bad pictures and bad orders, each made from code and with what must come of it."""
