"""Hớn Quản, a district of Bình Phước until 1 July 2025, its five communes now Đồng Nai's."""

from spiders.families.nukeviet import NukeViet


class HonQuan(NukeViet):
    """Its host follows from the pattern of the province's sites and was not asked yet."""

    name = "hon_quan"
    title = "Cổng thông tin điện tử huyện Hớn Quản"
    level = "district"
    rights = "government"
    start = ("https://honquan.binhphuoc.gov.vn/vi/news/",)
    unit_id = "d-694"
