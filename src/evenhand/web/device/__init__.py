"""What a device of a member of staff keeps for a day without a network, and the PIN that locks it."""
