"""SVG sheets: each design is embedded once, and used wherever a copy of it lies."""
