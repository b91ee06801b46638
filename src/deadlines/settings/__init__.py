"""``deadlines.toml``: what a project is called and where it is published, what its feeds are, and who is reminded."""
