"""PDF sheets: each design is embedded once, at its own resolution, and shown wherever a copy of it lies."""
