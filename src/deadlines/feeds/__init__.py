"""What is published: calendars made of entries."""
