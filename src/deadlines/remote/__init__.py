"""The records of a project that others publish, read over the web; the last copy stays on this machine."""
