"""Replaying a school's history from files: rows to events, events to decisions, decisions to lines.

`records` reads rows, `events` and `people` make them what the engine is told, `survey` looks a file over before it is
folded, `folding` decides one school's events, `lines` writes decisions, and `running` puts a run together.
"""
