"""Administrative units of Viet Nam before and since 1 July 2025, and where texts name them."""

from crawler.places.documents import find_documents
from crawler.places.gazetteer import Gazetteer, load
from crawler.places.mentions import find
from crawler.places.models import PlaceMention, Unit

__all__ = ["Gazetteer", "PlaceMention", "Unit", "find", "find_documents", "load"]
