"""The register of serious sanctions, made from the log: nobody types it a second time."""
