"""Importing through a page: upload, look, answer, apply; what was uploaded goes away after."""
