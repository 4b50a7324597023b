"""Scrapy's shell: a portal is one module here, a plain class of about ten lines.

Nothing else lies in this folder: families of portals are in ``spiders.families``, what runs them in
``spiders.engine``. Only ``crawler`` is imported from here, never ``pipelines``.
"""
