"""Agreed adjustments and strategies for one pupil."""
