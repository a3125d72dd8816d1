"""Readers of events files: the interchange format, any CSV by a mapping, Ed-Fi discipline interchanges."""
