"""Invented portals that ship with the package, served over HTTP on 127.0.0.1 alone.

Nothing in here is real news: places, people and events are made up, and every page says so.
"""
