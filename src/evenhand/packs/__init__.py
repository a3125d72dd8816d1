"""The policies as data, and the small reader that hands over their texts."""
