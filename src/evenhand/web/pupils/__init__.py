"""The pupil's page: assembled from what several apps know, which may not know each other."""
