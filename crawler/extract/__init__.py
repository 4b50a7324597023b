"""Reading an article out of a page: by a family's declared layout, else by blocks and labels alone."""
