"""A sample portal that behaves like NukeViet 4.5, bugs included."""
