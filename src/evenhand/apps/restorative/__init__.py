"""Restorative conversations and sessions, and the booklet that a pupil writes alone before one."""
