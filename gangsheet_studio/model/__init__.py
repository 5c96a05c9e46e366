"""Frozen data that travels down the house. Imports nothing of the rest of it.

Lengths are inches unless a name ends in `_px`; byte counts are bytes; rotation is clockwise degrees.
Structs a job has thousands of can form no cycle, so the garbage collector need not visit them (`gc=False`).
"""
