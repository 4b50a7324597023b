"""The invented portal on the town system that ships with the package."""

from crawler.samples.registry import port
from spiders.families.town import Town


class SampleTown(Town):
    """Served by ``tintinh crawl --sample`` on 127.0.0.1 alone."""

    name = "sample_town"
    title = "Trang thông tin điện tử thị trấn Đồng Rào (mẫu)"
    level = "commune"
    rights = "government"
    start = (f"http://127.0.0.1:{port(name)}/",)
    status = "sample"
