"""The .deb for Debian and Ubuntu."""
