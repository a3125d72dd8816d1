"""What `evenhand setup` asks and does."""
