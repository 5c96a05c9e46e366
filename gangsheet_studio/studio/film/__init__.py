"""The layout on its film, true to scale."""
