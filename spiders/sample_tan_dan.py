"""The invented portal on the tan_dan system that ships with the package."""

from crawler.samples.registry import port
from spiders.families.tan_dan import TanDan


class SampleTanDan(TanDan):
    """Served by ``tintinh crawl --sample`` on 127.0.0.1 alone."""

    name = "sample_tan_dan"
    title = "Cổng thông tin điện tử tỉnh Hồng Giang (mẫu)"
    level = "province"
    rights = "government"
    start = (f"http://127.0.0.1:{port(name)}/portal/Pages/Trang-chu.aspx",)
    status = "sample"
