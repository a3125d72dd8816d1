"""The day in the removal room: register, work, breaks, lunch, supervision, escorts, and what is still to do."""
