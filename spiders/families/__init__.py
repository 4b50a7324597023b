"""The crawling halves of the CMS families: lists, feeds and paging."""
