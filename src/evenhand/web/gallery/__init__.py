"""Every component in every state, with made-up people, for eyes and for the accessibility test."""
