"""The card flow of an advisory ladder: steps, scripts, take-up time, outcomes, calls and the log entry."""
