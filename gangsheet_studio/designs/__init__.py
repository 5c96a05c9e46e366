"""Artwork files: what they are, and their pixels a few rows at a time.

The only folder that decodes images.
"""
