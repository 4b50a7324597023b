"""What runs portals: one Scrapy engine for all of them, and the loader that knows their names."""
