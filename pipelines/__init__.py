"""Scrapy's shell over cleaning and storing: no knowledge of pages, portals or tables lies here."""
