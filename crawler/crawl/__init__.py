"""What a crawl decides: where to go next, what an answer means, when to stop. Knows no Scrapy."""
