"""The folder of records: read, checked, written."""
