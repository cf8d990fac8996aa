"""Reports made from the database: of a night's run, and of a period."""
