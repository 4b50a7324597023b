"""The invented portal on the hai_duong system that ships with the package."""

from crawler.samples.registry import port
from spiders.families.hai_duong import HaiDuong


class SampleHaiDuong(HaiDuong):
    """Served by ``tintinh crawl --sample`` on 127.0.0.1 alone."""

    name = "sample_hai_duong"
    title = "Báo Hải Đông (mẫu)"
    level = "paper"
    rights = "press"
    start = (f"http://127.0.0.1:{port(name)}/",)
    status = "sample"
