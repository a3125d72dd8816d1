"""Levels that pupils hold on the school's registers."""
