"""The walled record: what a pupil told an adult, read by those alone who may."""
