"""Bad pictures, a module a format."""
