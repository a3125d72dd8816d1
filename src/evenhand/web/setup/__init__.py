"""Setting a school up: the checklist and its pages, reachable for ever."""
