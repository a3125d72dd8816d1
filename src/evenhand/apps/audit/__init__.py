"""The tamper-evident chain of what was done, and the triggers that keep history as it was written."""
