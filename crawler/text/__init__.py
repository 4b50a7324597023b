"""Vietnamese text: decoding, normalising, folding. Nothing in here knows about pages."""
