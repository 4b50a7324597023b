"""Điện Biên, a province then and now."""

from spiders.families.tan_dan import TanDan


class DienBien(TanDan):
    """Its class names and numbered pages were read off a public scraper of January 2026."""

    name = "dien_bien"
    title = "Cổng thông tin điện tử tỉnh Điện Biên"
    level = "province"
    rights = "government"
    start = ("https://dienbien.gov.vn/portal/Pages/Trang-chu.aspx",)
    unit_id = "p34-11"
    units = (("p63-11", None, "2025-06-30"), ("p34-11", "2025-07-01", None))
