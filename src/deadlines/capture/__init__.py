"""Announcements to drafts of records: text, posts, clauses, draft. It reads no files and knows no records."""
