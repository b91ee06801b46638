"""TOML files as text: what they say, where it stands, and what is wrong with it."""
