"""The shell: one verb, one file."""
