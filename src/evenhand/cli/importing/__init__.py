"""What `evenhand import` does and says."""
