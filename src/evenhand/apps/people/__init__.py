"""Pupils, staff, contacts and groups, and the files that they are read from."""
