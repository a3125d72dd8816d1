"""Programmes of recognition. Recognition adds; nothing here takes a point, an award or a place away."""
