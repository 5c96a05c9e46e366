"""Files that mean harm, each made by code, with what has to become of it: `python -m tests.hostile`."""
