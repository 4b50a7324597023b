"""The invented portal on the thai_binh system that ships with the package."""

from crawler.samples.registry import port
from spiders.families.thai_binh import ThaiBinh


class SampleThaiBinh(ThaiBinh):
    """Served by ``tintinh crawl --sample`` on 127.0.0.1 alone."""

    name = "sample_thai_binh"
    title = "Báo Thái Hà (mẫu)"
    level = "paper"
    rights = "press"
    start = (f"http://127.0.0.1:{port(name)}/",)
    status = "sample"
