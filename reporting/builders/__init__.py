"""Rows of the database read into contents; each builder reads, none changes anything."""
