"""The only way out over HTTP, within one budget of time, and to judged addresses where others name them."""
