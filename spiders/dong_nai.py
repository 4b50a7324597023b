"""Đồng Nai, since 1 July 2025 with Bình Phước; its host serves Bình Phước's old uploads too."""

from spiders.families.nukeviet import NukeViet


class DongNai(NukeViet):
    """The province's portal."""

    name = "dong_nai"
    title = "Cổng thông tin điện tử Đồng Nai"
    level = "province"
    rights = "government"
    start = ("https://dongnai.gov.vn/vi/news/",)
    unit_id = "p34-75"
    units = (("p63-75", None, "2025-06-30"), ("p34-75", "2025-07-01", None))
