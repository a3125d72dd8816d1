"""Marks of attendance from a file: a CSV of our own columns, or any by a mapping."""
