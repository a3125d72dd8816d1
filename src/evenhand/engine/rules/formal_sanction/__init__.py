"""Formal sanctions: what people put on record about one, checked act by act; nothing here issues any."""
