"""Back to the organiser's page: does it still say what the record says? Knows no project and writes no record."""
