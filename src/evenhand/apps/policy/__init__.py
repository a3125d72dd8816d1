"""Which policy and which settings are in force where and when, and the decisions that they gave."""
