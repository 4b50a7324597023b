"""Báo Hải Dương, the paper of a province that became part of Hải Phòng on 1 July 2025."""

from spiders.families.hai_duong import HaiDuong


class BaoHaiDuong(HaiDuong):
    """Its lists were seen in a public scraper of 2022; where they lead today is unknown."""

    name = "bao_hai_duong"
    title = "Báo Hải Dương"
    level = "paper"
    rights = "press"
    start = ("https://baohaiduong.vn/",)
    unit_id = "p63-30"
