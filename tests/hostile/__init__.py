"""Pictures and orders that mean harm, each made by code, with what must become of it."""
