"""One module per sub-command of `evenhand`; `evenhand.cli.main` finds them by looking here."""
