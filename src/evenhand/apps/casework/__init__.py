"""Who owes what by when: tasks, proposals, deadlines and alerts."""
