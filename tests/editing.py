"""Edited copies and instances of templates, made by chance with a fixed seed."""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from support import REPO

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TONES = {"òa": "oà", "óa": "oá", "úy": "uý", "ùy": "uỳ", "ỏe": "oẻ", "ọa": "oạ"}
_CLOSINGS = (
    "Mọi ý kiến đóng góp xin gửi về Cổng thông tin điện tử huyện, điện thoại 0220.{}.",
    "Mời bạn đọc theo dõi các tin khác của Đài Truyền thanh thị trấn trên sóng FM {} MHz.",
    "Cổng TTĐT tỉnh trân trọng giới thiệu cùng bạn đọc.",
)


@dataclass(frozen=True)
class Words:
    """What an article says."""

    title: str
    lead: str | None
    body: tuple[str, ...]


def pages() -> list[Words]:
    """The articles that other hands wrote into the pages the floor is measured on."""
    found: dict[str, Words] = {}
    for path in sorted((REPO / "tests" / "pages").glob("*/truth.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            truth = json.loads(line)
            if truth.get("kind") == "article" and truth.get("body") and truth.get("title"):
                words = Words(truth["title"], truth.get("lead"), tuple(truth["body"]))
                found.setdefault(words.title, words)
    return list(found.values())


def edited(words: Words, chance: random.Random) -> Words:
    """What an editor of another portal makes of it: a tenth of the sentences dropped, own dateline and closing."""
    sentences = [(number, one) for number, text in enumerate(words.body) for one in _SENTENCE.split(text)]
    drop = round(len(sentences) / 10) or (len(sentences) >= 6)
    gone = set(chance.sample(range(len(sentences)), drop))
    kept = [one for at, one in enumerate(sentences) if at not in gone]
    body = [" ".join(one for own, one in kept if own == number) for number in dict.fromkeys(own for own, _ in kept)]
    body[0] = chance.choice(["(Cổng TTĐT huyện) - ", "(PortalX) – ", "TTXVN - ", ""]) + body[0]
    if chance.random() < 0.5:
        body.append(chance.choice(_CLOSINGS).format(chance.randrange(100, 1000)))
    title = chance.choice(["", "Tin vắn: ", "Thanh Hà: ", "[Ảnh] "]) + words.title
    lead = words.lead if chance.random() < 0.7 else None
    return _typed(Words(title, lead, tuple(body)), chance.randrange(4))


def _typed(words: Words, how: int) -> Words:
    """The same words from another keyboard: tone placement, NFD, blanks."""
    if how == 0:
        return words

    def retype(text: str) -> str:
        if how == 1:
            for old, new in _TONES.items():
                text = text.replace(old, new)
            return text
        return unicodedata.normalize("NFD", text) if how == 2 else text.replace(", ", " , ").replace("; ", " ;  ")

    return replace(
        words,
        title=retype(words.title),
        lead=words.lead and retype(words.lead),
        body=tuple(retype(one) for one in words.body),
    )


def templates(chance: random.Random, instances: int) -> Iterator[tuple[str, list[Words]]]:
    """Each kind of notice that portals post again and again, with so many instances."""
    for name, (title, paragraphs, repeated) in FRAMES.items():
        yield name, [_instance(title, paragraphs, repeated, chance, number) for number in range(instances)]


def _instance(title: str, paragraphs: tuple[str, ...], repeated: str, chance: random.Random, number: int) -> Words:
    def fill(text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: values.setdefault(found[1], _value(found[1], chance, number)), text)

    values: dict[str, str] = {}
    rows = []
    for _ in range(6 if repeated else 0):
        for key in [key for key in values if key.startswith("r")]:
            del values[key]
        rows.append(fill(repeated))
    return Words(fill(title), None, (*(fill(one) for one in paragraphs), *rows))


_VALUES = {
    "person": [f"{a} {b} {c}" for a in ("Nguyễn", "Trần", "Lê", "Phạm") for b in ("Văn", "Thị") for c in
               ("Hùng", "Lan", "Sơn", "Mai", "Dũng", "Hạnh", "Quang")],
    "village": ["Đông Hòa", "Tân Tiến", "Phú Lộc", "Yên Bình", "Kim Sơn", "An Thượng", "Lạc Long", "Thái Học"],
    "street": ["Trần Phú", "Lê Lợi", "Hùng Vương", "Bạch Đằng", "Lý Thường Kiệt", "Quang Trung", "Phan Chu Trinh"],
    "good": ["Gạo tẻ", "Thịt lợn", "Cá chép", "Rau muống", "Trứng gà", "Đường cát", "Dầu ăn", "Xăng RON 95"],
}  # fmt: skip


def _value(name: str, chance: random.Random, number: int) -> str:
    """A period follows the instance's number, for no two notices are of the same; the rest comes by chance."""
    kind = name.lstrip("r").rstrip("0123456789")
    if kind == "month":
        return f"{number % 12 + 1}/{2023 + number // 12}"
    if kind == "day":
        return f"{chance.randrange(1, 29)}/{number % 12 + 1}/{2023 + number // 12}"
    if kind == "person":
        return _VALUES[kind][number * 11 % len(_VALUES[kind])]
    if kind == "n":
        return str(chance.randrange(10, 99))
    if kind == "price":
        return f"{chance.randrange(10, 200)}.{chance.randrange(1, 10)}00"
    return chance.choice(_VALUES[kind])


FRAMES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "reception": (
        "THÔNG BÁO Lịch tiếp công dân tháng {month}",
        (
            "Căn cứ Luật Tiếp công dân năm 2013; căn cứ Nghị định số 64/2014/NĐ-CP của Chính phủ quy định chi tiết thi"
            " hành một số điều của Luật Tiếp công dân; căn cứ Quy chế làm việc của Ủy ban nhân dân xã.",
            "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ tháng {month} của Chủ tịch Ủy ban nhân dân xã tại"
            " Trụ sở tiếp công dân của xã. Buổi sáng từ 7 giờ 30 đến 11 giờ 30, buổi chiều từ 13 giờ 30 đến 16 giờ 30.",
            "Công dân đến khiếu nại, tố cáo, kiến nghị, phản ánh phải xuất trình giấy tờ tùy thân, tuân thủ nội quy"
            " tiếp công dân và hướng dẫn của người tiếp công dân. Đề nghị các thôn thông báo trên hệ thống truyền"
            " thanh để nhân dân được biết và thực hiện.",
        ),
        "",
    ),
    "weather": (
        "Dự báo thời tiết ngày {day}",
        (
            "Trung tâm Dự báo khí tượng thủy văn tỉnh cho biết, ngày {day}, khu vực tỉnh ta có mây, ngày nắng gián"
            " đoạn, chiều tối có mưa rào và dông vài nơi. Gió đông nam cấp 2 đến cấp 3. Trong mưa dông có khả năng xảy"
            " ra lốc, sét, mưa đá và gió giật mạnh.",
            "Nhiệt độ thấp nhất từ {n1} đến {n2} độ C, nhiệt độ cao nhất từ {n3} đến {n4} độ C. Độ ẩm trung bình"
            " {n5} phần trăm. Đề nghị người dân chủ động phòng tránh, theo dõi các bản tin tiếp theo.",
        ),
        "",
    ),
    "prices": (
        "Giá cả thị trường tuần {n1}",
        (
            "Theo khảo sát của Phòng Kinh tế tại các chợ trên địa bàn, giá một số mặt hàng thiết yếu trong tuần như"
            " sau, đơn vị tính là đồng một ki-lô-gam, giá bán lẻ tại chợ trung tâm.",
        ),
        "{rgood} | {rprice} | {rprice2}",
    ),
    "power cuts": (
        "Lịch tạm ngừng cung cấp điện ngày {day}",
        (
            "Công ty Điện lực tỉnh trân trọng thông báo tới quý khách hàng lịch tạm ngừng cung cấp điện để bảo dưỡng,"
            " sửa chữa lưới điện. Rất mong quý khách hàng thông cảm và chủ động bố trí sản xuất, sinh hoạt.",
            "Thời gian: từ {n1} giờ đến {n2} giờ ngày {day}. Khu vực: thôn {village}, xã {village2}, đường {street}.",
            "Trường hợp thời tiết không thuận lợi, lịch có thể thay đổi. Mọi thông tin chi tiết xin liên hệ Trung tâm"
            " Chăm sóc khách hàng, tổng đài phục vụ hai mươi bốn giờ trong ngày.",
        ),
        "",
    ),
    "lost papers": (
        "Thông báo về việc mất Giấy chứng nhận quyền sử dụng đất của ông {person}",
        (
            "Ủy ban nhân dân thị trấn nhận được đơn trình báo mất Giấy chứng nhận quyền sử dụng đất của ông {person},"
            " thường trú tại thôn {village}.",
            "Ai nhặt được giấy tờ nêu trên đề nghị giao nộp tại trụ sở Ủy ban nhân dân thị trấn. Sau ba mươi ngày kể"
            " từ ngày niêm yết thông báo này, nếu không có ai giao nộp, Ủy ban nhân dân thị trấn lập hồ sơ đề nghị cấp"
            " lại theo quy định của pháp luật về đất đai.",
        ),
        "",
    ),
    "auction": (
        "Thông báo đấu giá quyền sử dụng đất tại thôn {village}",
        (
            "Trung tâm Dịch vụ đấu giá tài sản thông báo bán đấu giá quyền sử dụng {n1} lô đất ở tại thôn {village},"
            " tổng diện tích {price} m2, giá khởi điểm {price2} đồng một mét vuông.",
            "Thời gian bán hồ sơ và nộp tiền đặt trước: trong giờ hành chính đến hết ngày {day}. Tổ chức, cá nhân có"
            " nhu cầu tham gia đấu giá liên hệ trực tiếp tại trụ sở Trung tâm để được hướng dẫn, mua hồ sơ, nộp phiếu"
            " trả giá và tiền đặt trước theo quy định.",
        ),
        "",
    ),
    "procedures": (
        "Công khai kết quả giải quyết thủ tục hành chính tháng {month}",
        (
            "Thực hiện quy định về kiểm soát thủ tục hành chính, Bộ phận tiếp nhận và trả kết quả công khai tình hình"
            " giải quyết hồ sơ trong tháng như sau.",
            "Tổng số hồ sơ tiếp nhận là {n1} hồ sơ, trong đó trực tuyến {n2} hồ sơ, trực tiếp {n3} hồ sơ. Đã giải"
            " quyết {n4} hồ sơ, trả trước hạn {n5} hồ sơ, không có hồ sơ quá hạn.",
            "Cá nhân, tổ chức có phản ánh, kiến nghị về thái độ phục vụ của cán bộ, công chức đề nghị gửi về Văn phòng"
            " để được xem xét, giải quyết kịp thời.",
        ),
        "",
    ),
    "vaccination": (
        "Lịch tiêm chủng tháng {month} tại trạm y tế",
        (
            "Trạm y tế thông báo lịch tiêm chủng mở rộng để các gia đình có trẻ trong độ tuổi đưa con em đến tiêm đúng"
            " lịch. Khi đi mang theo sổ tiêm chủng và thẻ bảo hiểm y tế của trẻ, đeo khẩu trang, giữ khoảng cách.",
            "Ngày {day}: thôn {village} và thôn {village2}, từ {n1} giờ. Các trường hợp hoãn tiêm sẽ được bố trí vào"
            " buổi tiêm vét cuối tháng tại trạm.",
        ),
        "",
    ),
    "heroes": (
        "Thông báo truy điệu và an táng hài cốt liệt sĩ {person}",
        (
            "Thực hiện kế hoạch tiếp nhận, truy điệu và an táng hài cốt liệt sĩ, Ban Chỉ đạo huyện tổ chức lễ truy"
            " điệu và an táng hài cốt liệt sĩ {person}, quê quán xã {village}, hy sinh tại mặt trận phía Nam.",
            "Kính mời các cơ quan, ban, ngành, đoàn thể, gia đình, bạn bè, đồng đội cùng nhân dân tới dự lễ viếng và"
            " tiễn đưa anh về yên nghỉ tại nghĩa trang liệt sĩ của quê hương.",
        ),
        "",
    ),
    "jobs": (
        "Thông báo tuyển dụng viên chức năm {n1} vị trí kế toán",
        (
            "Ủy ban nhân dân huyện thông báo tuyển dụng viên chức làm việc tại các đơn vị sự nghiệp trực thuộc với chỉ"
            " tiêu {n2} người, nhận hồ sơ đến hết ngày {day}.",
            "Người đăng ký dự tuyển phải có đủ điều kiện theo quy định của Luật Viên chức, nộp phiếu đăng ký dự tuyển"
            " tại Phòng Nội vụ trong giờ hành chính. Hình thức tuyển dụng là xét tuyển, gồm hai vòng theo quy định của"
            " Chính phủ. Danh sách thí sinh đủ điều kiện được niêm yết công khai.",
        ),
        "",
    ),
}
