"""A fetched page as something to read: parsed once from its bytes, then seen as blocks."""
