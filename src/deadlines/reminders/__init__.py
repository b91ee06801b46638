"""Reminders: what is owed to whom, what was sent, and the ways to reach people."""
