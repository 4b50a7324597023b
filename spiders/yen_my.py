"""Yên Mỹ, a district of Hưng Yên until 1 July 2025, now four communes of the new Hưng Yên."""

from spiders.families.tan_dan import TanDan


class YenMy(TanDan):
    """An article of 2011 was seen at this host; the province has moved to another system since."""

    name = "yen_my"
    title = "Cổng thông tin điện tử huyện Yên Mỹ"
    level = "district"
    rights = "government"
    start = ("https://yenmy.hungyen.gov.vn/portal/Pages/Trang-chu.aspx",)
    unit_id = "d-327"
