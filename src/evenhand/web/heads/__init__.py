"""The head of year's day: late detentions, who did not come, and where pupils are tomorrow."""
