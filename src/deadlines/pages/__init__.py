"""A web page as the lines of text that a reader sees; parsed in a process of its own, which may die or hang."""
