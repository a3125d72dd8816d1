"""Awards, certificates, passes and calls by which pupils are recognised."""
