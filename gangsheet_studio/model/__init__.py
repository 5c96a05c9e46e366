"""Frozen data that travels down the house. Imports nothing of the rest of it.

Lengths are inches unless a name ends in `_px`; byte counts are bytes; rotation is clockwise degrees.
"""
