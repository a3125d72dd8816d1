"""What the log says over a term: figures with the entries behind them, what was made of them, and who is in them."""
