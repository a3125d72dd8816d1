"""What happened: incidents, events, ledgers, seating and calls for help."""
