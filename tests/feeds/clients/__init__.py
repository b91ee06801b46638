"""The programs that people read our feeds with, run for real."""
