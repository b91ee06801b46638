"""The page to subscribe from, and what programs read beside it."""
