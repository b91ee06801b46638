"""TOML files as text: what they say, where they say it, and what is wrong with it."""
