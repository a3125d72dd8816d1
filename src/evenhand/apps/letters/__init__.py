"""What the school says: one outbox for every message home, by whatever channel, and the log of contacts."""
