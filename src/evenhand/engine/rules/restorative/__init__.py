"""Restorative conversations and what came of them (star policy paragraphs 101 to 115; INF-RC, INF-RJ)."""
