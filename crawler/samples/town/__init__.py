"""A sample portal that behaves like a town's on an old ASPX system: addresses that are all query."""
