"""Time owed: detention slots and minutes given back."""
