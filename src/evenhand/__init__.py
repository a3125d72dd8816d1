"""evenhand: a school behaviour policy that runs."""
