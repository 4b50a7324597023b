"""Words around names of places: what says which kind of unit follows, and what says that none does."""

from typing import Final

from crawler.places.keys import key

LEVELS: Final = {
    "tỉnh": ("province",),
    "thành phố": ("province", "district"),
    "quận": ("district",),
    "huyện": ("district",),
    "thị xã": ("district",),
    "xã": ("commune",),
    "phường": ("commune",),
    "thị trấn": ("commune",),
    "đặc khu": ("commune",),
}
"""Levels at which a type occurs. A city is a province or a district; only data and date tell which."""

TYPE_WORDS: Final = {
    **{kind: kind for kind in LEVELS},
    "tp": "thành phố",
    "t.p": "thành phố",
    "thủ đô": "thành phố",
    "q": "quận",
    "h": "huyện",
    "huyện đảo": "huyện",
    "tx": "thị xã",
    "t.x": "thị xã",
    "tt": "thị trấn",
    "t.t": "thị trấn",
    "x": "xã",
    "p": "phường",
    "đk": "đặc khu",
}
"""Type words and their abbreviations in lower case, without a full stop at the end."""

OFFICES: Final = {
    key(office): kind
    for kind, offices in {
        "tỉnh": "tỉnh ủy, tỉnh đoàn, tỉnh đội",
        "huyện": "huyện ủy, huyện đoàn, huyện đội",
        "quận": "quận ủy, quận đoàn",
        "thành phố": "thành ủy, thành đoàn",
        "thị xã": "thị ủy, thị đoàn",
    }.items()
    for office in offices.split(", ")
}
"""Offices whose name tells the level of the unit named after them: "Huyện ủy Đông Hưng"."""


def _keys(words: str) -> frozenset[str]:
    return frozenset(key(word) for word in words.split())


PLURAL: Final = _keys("các những hai ba bốn năm sáu bảy tám chín mười nhiều số mấy cụm liên giữa")
"""Words before a type word after which it holds for a whole list; a number does the same."""

SURNAMES: Final = _keys(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm "
    "Phùng Mai Tô Tạ Hà Lương Cao Châu La Quách Thái Tăng Chu Triệu Kiều Nghiêm Đàm Lưu Thân Lò Lường Quàng Vàng Giàng "
    "Sùng Hầu Ma Nông Hứa Bế Bàn Đồng Khổng Doãn Mạc Từ Văn Tống Thạch Sơn Kim Danh Ksor Rơ Siu Rcom Điểu Thị"
)
"""First syllables of persons' names; many begin names of places too."""

RESTART: Final = SURNAMES - _keys("Sơn Kim Danh Thị Đồng Hà Châu Thái Lâm Thạch Thân Văn Từ La Vương Dương")
"""Surnames after which a name of a place is certainly over: "huyện Yên Mỹ Nguyễn Văn An"."""

LEADS: Final = _keys(
    "Tại Ở Từ Đến Về Tới Theo Trong Và Với Cho Riêng Còn Nếu Khi Qua Là Do Được Của Ngoài Như Trên Người Dân Toàn Giữa "
    "Cùng Cách Báo Đài Đoàn Đội Nhưng Vì Sau Trước Hiện Nay Cả Hướng Gần Dù Mà Nhờ Vào Lên Xuống Rời Khắp UBND HĐND"
)
"""Capitalised words at the start of a sentence or of an office's name, after which a name begins."""

NEVER: Final = _keys(
    "đường phố ngõ ngách hẻm cầu chợ sông núi hồ đèo vịnh suối kênh chùa đền đình miếu tượng lộ ông bà anh chị cháu em "
    "cô chú bác cụ chí viên sĩ sư sỹ tướng soái hùng vua tên họ giải lính thpt thcs ptth nobel clb tnhh mtv cp "
    "dntn htx kđt kdc trấn"
) | {"đ/c", "chiến dịch", "nông trường", "quảng trường", "tác xã", "đô thị", "dân cư", "giọng ca", "danh ca"}
"""Last words before a bare name that is a street's, a river's, a person's, a school's, a prize's."""

RARELY: Final = _keys(
    "trường học non mẫu giáo ty đoàn hàng sạn viên hát nghiệp máy khu rạp tàu bến ga quán xưởng hiệu nhóm họa"
)
"""Last words of offices, firms and schools: a province's name after them is its own, a district's mostly not."""

PERSONS: Final = frozenset(
    key(name)
    for name in (
        "Hồ Chí Minh", "Hai Bà Trưng", "Lê Chân", "Ngô Quyền", "Trần Văn Thời", "Dương Minh Châu", "Hồng Bàng",
        "Bình Minh", "Thanh Xuân", "Hoàng Mai", "Thái Hòa", "Mai Châu", "Thanh Hà", "Kim Bảng", "Mỹ Hào",
    )
)  # fmt: skip
"""Names of units that without a type word mean a person, or anything but the unit."""

PEACE: Final = frozenset(key(name) for name in ("Hòa Bình", "Thái Bình", "Phú Yên", "Hà Nam", "Bình Dương"))
"""Provinces whose names are words or first names as well: in capitals, or after offices and firms, they say nothing."""

OTHERS: Final = frozenset(key(name) for name in ("Thái Bình Dương", "Hà Nội Mới", "Hòa Bình Xanh", "Quảng Ninh Hạ"))
"""Longer names that are no units; the longest match takes them."""
