"""Django's SQLite with writers that queue: see `base`, the name under which Django looks for a backend."""
