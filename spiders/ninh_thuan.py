"""Ninh Thuận, a province until 1 July 2025, now part of Khánh Hòa."""

from spiders.families.tan_dan import TanDan


class NinhThuan(TanDan):
    """Articles up to 2024 were seen at this host."""

    name = "ninh_thuan"
    title = "Cổng thông tin điện tử tỉnh Ninh Thuận"
    level = "province"
    rights = "government"
    start = ("https://ninhthuan.gov.vn/portal/Pages/Trang-chu.aspx",)
    unit_id = "p63-58"
