"""Báo Thái Bình, the paper of a province that became part of Hưng Yên on 1 July 2025."""

from spiders.families.thai_binh import ThaiBinh


class BaoThaiBinh(ThaiBinh):
    """Its pages of 2017 to 2024 were seen; the paper merged with the station in March 2025."""

    name = "bao_thai_binh"
    title = "Báo Thái Bình"
    level = "paper"
    rights = "press"
    start = ("https://baothaibinh.com.vn/",)
    unit_id = "p63-34"
