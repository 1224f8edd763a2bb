"""Readers: bytes of one format in, lines of text and what the page says about them out."""
