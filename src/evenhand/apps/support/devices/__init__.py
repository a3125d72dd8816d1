"""Phones and other devices: handed in on arrival, kept by agreement or refused, found later, given back."""
