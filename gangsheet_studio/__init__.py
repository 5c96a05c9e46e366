"""Gangsheet Studio: order files in, print-ready gang sheets out, in memory that does not grow."""

__version__ = "1.0.0"
