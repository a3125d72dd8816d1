"""Who may sign in, which roles they hold where, and the one road to each object."""
