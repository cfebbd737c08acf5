"""Contents turned into bytes, without the database."""
