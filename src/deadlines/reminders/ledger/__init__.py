"""The ledger: the facts of what was recorded, attempted and answered; on SQLite or PostgreSQL."""
