"""The examination of a calendar, ours or another's: what in it breaks which calendar program."""
