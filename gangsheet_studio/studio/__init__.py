"""The window: draws and asks. Everything that reads, decodes, nests or prints is an engine's work."""
