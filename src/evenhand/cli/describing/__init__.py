"""What `evenhand pack` says of a pack: the document, one clause or setting, two editions, what is covered."""
