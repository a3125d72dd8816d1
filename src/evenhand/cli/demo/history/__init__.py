"""Half a term as it might have been, told through the engine: the same seed tells the same story."""
