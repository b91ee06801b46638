"""The published folder over HTTP, for a machine of one's own."""
