"""The invented portal on NukeViet that ships with the package."""

from crawler.samples.registry import port
from spiders.families.nukeviet import NukeViet


class SampleNukeViet(NukeViet):
    """Served by ``tintinh crawl --sample`` on 127.0.0.1 alone."""

    name = "sample_nukeviet"
    title = "Cổng thông tin điện tử huyện Tân Hòa Bắc (mẫu)"
    level = "district"
    rights = "government"
    start = (f"http://127.0.0.1:{port(name)}/vi/news/",)
    status = "sample"
