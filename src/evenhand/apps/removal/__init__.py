"""Stays in a placement: who is expected where, who is there, and when each is released."""
