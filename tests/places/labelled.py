"""Sentences with the units that they name, written and labelled by hand before the finder first ran.

Each case: the portal's province (or unit) as of publication, the day, the text, what a reader understands. A label is
a unit's id, or ``?`` and a name where the words leave it open; a name that stands twice is labelled once. Cases
without labels name no unit, or none that could be known.
"""

from typing import NamedTuple


class Case(NamedTuple):
    """One text and what it names."""

    province: str | None
    on: str | None
    text: str
    names: tuple[str, ...]


HY, TB, HD, BP, DN = "p63-33", "p63-34", "p63-30", "p63-70", "p34-75"

AMBIGUOUS_NAMES = [
    # Châu Thành: ten districts, five new communes
    Case("p63-91", "2021-05-03", "UBND huyện Châu Thành tổ chức hội nghị.", ("d-905",)),
    Case("p63-72", "2018-03-01", "Công an huyện Châu Thành bắt giữ hai đối tượng.", ("d-708",)),
    Case(None, "2020-02-02", "Nông dân huyện Châu Thành, tỉnh Tiền Giang thu hoạch thanh long.", ("d-821", "p63-82")),
    Case(None, "2020-02-02", "Huyện Châu Thành (Long An) trồng thanh long ruột đỏ.", ("d-808", "p63-80")),
    Case(None, "2020-02-02", "Đoàn công tác đã đến thăm huyện Châu Thành.", ("?Châu Thành",)),
    Case("p34-92", "2025-09-01", "Đảng ủy xã Châu Thành họp phiên thứ nhất.", ("c-new-31366",)),
    Case("p63-83", "2016-06-06", "Tại thị trấn Châu Thành, huyện Châu Thành, giá dừa tăng.", ("c-old-28810", "d-831")),
    Case(
        None,
        "2019-04-04",
        "Thị trấn Châu Thành, huyện Châu Thành, tỉnh Trà Vinh mở phiên chợ.",
        ("c-old-29374", "d-847", "p63-84"),
    ),
    Case("p63-94", "2019-04-04", "Xã Phú Tân, huyện Châu Thành đạt chuẩn nông thôn mới.", ("c-old-31582", "d-942")),
    # Tân Thành: 43 communes
    Case("p63-37", "2017-08-08", "Xã Tân Thành, huyện Kim Sơn ra quân làm thủy lợi.", ("c-old-14668", "d-376")),
    Case(None, "2022-01-09", "Bà con xã Tân Thành mong có cầu mới.", ("?Tân Thành",)),
    Case("p34-79", "2025-10-10", "UBND phường Tân Thành tiếp nhận hồ sơ trực tuyến.", ("c-new-26725",)),
    Case("p63-80", "2015-05-05", "Xã Tân Thành vừa khánh thành trạm y tế.", ("?Tân Thành",)),
    Case("p63-80", "2015-05-05", "Xã Tân Thành (huyện Thủ Thừa) khánh thành trạm y tế.", ("c-old-28042", "d-804")),
    Case("p63-91", "2014-11-20", "Giáo viên xã Tân Thành, huyện Tân Hiệp nhận bằng khen.", ("c-old-30856", "d-904")),
    Case("p34-20", "2026-01-05", "Xã Tân Thành tổ chức chợ phiên đầu năm.", ("c-new-06445",)),
    Case(
        "p63-19",
        "2019-12-01",
        "Phường Tân Thành và xã Tân Thành cùng đón bằng công nhận.",
        ("c-old-05479", "c-old-05923"),
    ),
    # Đông Hưng
    Case(
        TB,
        "2024-12-23",
        "Từ hiệu quả ở xã Đông Xá, thị trấn Đông Hưng, huyện Đông Hưng tiếp tục nhân rộng ra 11 xã.",
        ("c-old-12724", "c-old-12688", "d-340"),
    ),
    Case(TB, "2024-05-05", "Đông Hưng: Xây dựng 13 mô hình “Chính quyền thân thiện”.", ("d-340",)),
    Case("p34-33", "2025-08-08", "Bí thư Đảng ủy xã Đông Hưng chủ trì hội nghị.", ("c-new-12688",)),
    Case("p34-91", "2025-08-08", "Bí thư Đảng ủy xã Đông Hưng chủ trì hội nghị.", ("c-new-31036",)),
    Case("p63-79", "2020-10-10", "Phường Đông Hưng Thuận, quận 12 có nhiều hẻm nhỏ.", ("c-old-26788", "d-761")),
    Case("p34-79", "2025-12-10", "Phường Đông Hưng Thuận khánh thành cầu.", ("c-new-26791",)),
    Case("p63-31", "2018-09-09", "Xã Đông Hưng, huyện Tiên Lãng được mùa thuốc lào.", ("c-old-11815", "d-315")),
    Case(None, "2018-09-09", "Cháy lớn tại xã Đông Hưng.", ("?Đông Hưng",)),
    Case("p63-24", "2018-09-09", "Cháy lớn tại xã Đông Hưng (Lục Nam).", ("c-old-07450", "d-218")),
    # Yên Mỹ
    Case(HY, "2020-01-14", "Ngày 13.1, huyện Yên Mỹ tổ chức hội nghị tổng kết.", ("d-327",)),
    Case(HY, "2020-01-14", "Yên Mỹ: Phấn đấu 80% số chính quyền cơ sở đạt trong sạch, vững mạnh", ("d-327",)),
    Case(HY, "2020-01-14", "UBND thị trấn Yên Mỹ trao quà cho hộ nghèo.", ("c-old-12052",)),
    Case("p34-33", "2025-07-14", "Xã Yên Mỹ ra mắt tổ công nghệ số cộng đồng.", ("c-new-12073",)),
    Case("p63-01", "2019-07-14", "Xã Yên Mỹ, huyện Thanh Trì trồng rau sạch.", ("c-old-00661", "d-020")),
    Case("p63-38", "2019-07-14", "Hồ Yên Mỹ và xã Yên Mỹ, huyện Nông Cống thu hút du khách.", ("c-old-16375", "d-404")),
    Case("p34-33", "2026-02-02", "Cán bộ huyện Yên Mỹ (cũ) được phân công về các xã.", ("d-327",)),
    # Kim Thành
    Case(HD, "2019-08-06", "Huyện ủy Kim Thành: 4 công việc đột phá trong thực hiện Chỉ thị 05", ("d-293",)),
    Case(HD, "2019-08-06", "Lãnh đạo huyện Kim Thành trao giấy khen.", ("d-293",)),
    Case("p63-40", "2019-08-06", "Xã Kim Thành, huyện Yên Thành đón bằng nông thôn mới.", ("c-old-17521", "d-426")),
    Case("p34-31", "2025-11-06", "Chủ tịch UBND xã Kim Thành tiếp công dân.", ("c-new-10804",)),
    Case(
        HD,
        "2022-08-06",
        "Các xã Kim Anh, Kim Liên và Kim Tân (huyện Kim Thành) thi công đường.",
        ("c-old-10780", "c-old-10783", "c-old-10786", "d-293"),
    ),
    # Hòa Bình
    Case("p63-17", "2021-03-03", "Tỉnh Hòa Bình có bốn dân tộc anh em.", ("p63-17",)),
    Case("p63-17", "2021-03-03", "Thành phố Hòa Bình chỉnh trang đô thị, tỉnh Hoà Bình hỗ trợ.", ("d-148", "p63-17")),
    Case(None, "2021-03-03", "Thế giới mong muốn hòa bình, Giải Nobel Hòa bình được trao hôm qua.", ()),
    Case(None, "2021-03-03", "Đồng chí Nguyễn Hòa Bình, Phó Thủ tướng Thường trực Chính phủ dự lễ.", ()),
    Case("p63-95", "2021-03-03", "Huyện Hòa Bình thả nuôi tôm vụ mới.", ("d-961",)),
    Case(None, "2021-03-03", "Các tỉnh Sơn La, Hòa Bình và Phú Thọ cùng ký kết.", ("p63-14", "p63-17", "p63-25")),
    Case(None, "2025-12-03", "Phường Hòa Bình, tỉnh Phú Thọ ra quân.", ("c-new-04795", "p34-25")),
    Case(None, "2025-12-03", "Tập đoàn Hòa Bình thi công gói thầu số 3.", ()),
    # Thái Bình
    Case(TB, "2019-05-05", "Tỉnh ủy Thái Bình triển khai nghị quyết.", ("p63-34",)),
    Case(TB, "2019-05-05", "Thành phố Thái Bình trồng thêm 1.000 cây xanh.", ("d-336",)),
    Case(None, "2019-05-05", "Khu vực châu Á - Thái Bình Dương tăng trưởng mạnh.", ()),
    Case(None, "2019-05-05", "Sông Thái Bình chảy qua nhiều tỉnh.", ()),
    Case("p34-33", "2025-09-05", "Đảng ủy phường Thái Bình làm việc với sở.", ("c-new-13225",)),
    Case(None, "2019-05-05", "Nam Định, Thái Bình và Hà Nam bàn giao đất.", ("p63-36", "p63-34", "p63-35")),
    Case(
        "p63-20",
        "2019-05-05",
        "Xã Thái Bình, huyện Đình Lập, tỉnh Lạng Sơn sửa đường.",
        ("c-old-06631", "d-189", "p63-20"),
    ),
    Case(None, "2019-05-05", "Ông Trần Thái Bình, nhà ở đường Thái Bình, nói vậy.", ()),
    # Quang Trung
    Case(None, "2020-05-05", "Hoàng đế Quang Trung đại phá quân Thanh.", ()),
    Case(None, "2020-05-05", "Cháy nhà trên đường Quang Trung.", ()),
    Case("p63-34", "2020-05-05", "Xã Quang Trung, huyện Kiến Xương cấy xong lúa.", ("c-old-13165", "d-343")),
    Case("p63-40", "2020-05-05", "Phường Quang Trung, thành phố Vinh sửa chữa chung cư.", ("c-old-16681", "d-412")),
    Case("p63-34", "2020-05-05", "Xã Quang Trung cấy xong lúa.", ("?Quang Trung",)),
    Case("p34-04", "2025-09-09", "Trường THPT Quang Trung và Đồn Biên phòng Quang Trung trao quà.", ()),
    Case("p34-04", "2025-09-09", "Xã Quang Trung sạt lở hai điểm.", ("c-new-01465",)),
    # An Phú
    Case(BP, "2023-05-05", "Xã An Phú khai trương điểm bưu điện.", ("c-old-25339",)),
    Case("p63-89", "2023-05-05", "Thị trấn An Phú, huyện An Phú xây kè.", ("c-old-30337", "d-886")),
    Case("p63-79", "2023-05-05", "Phường An Phú, TP Thủ Đức ngập nặng.", ("c-old-27091", "d-769")),
    Case("p63-79", "2023-05-05", "Xã An Phú, huyện Củ Chi giữ nghề.", ("c-old-27502", "d-783")),
    Case("p63-89", "2023-05-05", "An Phú đẩy mạnh chuyển đổi cây trồng vùng biên.", ("d-886",)),
    # Phú Thọ
    Case("p63-25", "2023-05-05", "Thị xã Phú Thọ, tỉnh Phú Thọ kỷ niệm ngày thành lập.", ("d-228", "p63-25")),
    Case("p34-25", "2025-08-05", "Phường Phú Thọ, tỉnh Phú Thọ ra mắt.", ("c-new-07942", "p34-25")),
    Case("p34-79", "2025-08-05", "Phường Phú Thọ tiếp nhận trụ sở.", ("c-new-27226",)),
    Case(None, "2019-08-05", "Giỗ Tổ Hùng Vương tại Phú Thọ thu hút đông du khách.", ("p63-25",)),
    # Long An
    Case("p34-80", "2025-08-05", "Phường Long An vận hành trung tâm phục vụ hành chính công.", ("c-new-27694",)),
    Case(None, "2019-08-05", "Tỉnh Long An giáp TP.HCM.", ("p63-80", "p63-79")),
    Case("p63-75", "2019-08-05", "Xã Long An, huyện Long Thành giải phóng mặt bằng.", ("c-old-26404", "d-740")),
    Case("p34-80", "2025-12-05", "Người dân tỉnh Long An cũ đã quen với tỉnh Tây Ninh mới.", ("p63-80", "p34-80")),
    # Hớn Quản, Quỳnh Phụ, others of the seeds
    Case(BP, "2024-03-18", "Thực hiện cải cách hành chính trên địa bàn huyện Hớn Quản năm 2024.", ("d-694",)),
    Case(BP, "2024-03-18", "HỚN QUẢN: PHÁT ĐỘNG PHONG TRÀO THI ĐUA NĂM 2024", ("d-694",)),
    Case(None, "2024-03-18", "Phong trào ở Hớn Quản lan tỏa.", ("d-694",)),
    Case(BP, "2024-03-18", "Ngày 15/3/2024, Chủ tịch UBND huyện Vũ Xuân Trường đã ký Kế hoạch.", ()),
    Case(TB, "2024-10-08", "Giám sát giảm nghèo bền vững tại huyện Quỳnh Phụ", ("d-338",)),
    Case(TB, "2024-10-08", "Quỳnh Phụ: Khai giảng lớp bồi dưỡng.", ("d-338",)),
    Case("p34-40", "2025-10-08", "Xã Quỳnh Phú gieo cấy lúa mùa.", ("c-new-17212",)),
    Case("p63-27", "2019-10-08", "Xã Quỳnh Phú (huyện Gia Bình) gieo cấy lúa mùa.", ("c-old-09493", "d-263")),
    Case(TB, "2024-11-12", "Hưng Hà: Đẩy nhanh tiến độ dự án.", ("d-339",)),
]

CODES_AND_DAYS = [
    # Same name, other vintage
    Case(None, "2019-01-01", "Tỉnh Hưng Yên công bố quy hoạch.", ("p63-33",)),
    Case(None, "2025-07-01", "Tỉnh Hưng Yên công bố quy hoạch.", ("p34-33",)),
    Case(None, None, "Tỉnh Hưng Yên công bố quy hoạch.", ("?Hưng Yên",)),
    Case("p63-33", None, "Tỉnh Hưng Yên công bố quy hoạch.", ("p63-33",)),
    Case("p34-33", None, "Tỉnh Hưng Yên công bố quy hoạch.", ("p34-33",)),
    Case("Hưng Yên", "2019-01-01", "UBND tỉnh Hưng Yên và huyện Văn Lâm họp.", ("p63-33", "d-325")),
    Case(None, "2019-01-01", "Tỉnh Bắc Giang và tỉnh Bắc Ninh ký hợp tác.", ("p63-24", "p63-27")),
    Case(None, "2025-12-01", "Tỉnh Bắc Ninh sau hợp nhất với Bắc Giang có 99 xã, phường.", ("p34-24", "p63-24")),
    Case("p34-24", "2026-10-10", "Thành phố Bắc Ninh họp báo.", ("p34-24",)),
    Case("p63-27", "2019-10-10", "Thành phố Bắc Ninh họp báo.", ("d-256",)),
    Case(DN, "2026-06-01", "Thành phố Đồng Nai khởi công ba dự án.", ("p34-75",)),
    Case("p34-75", "2026-06-01", "Phường Tân Khai, thành phố Đồng Nai khởi công chợ.", ("c-new-25357", "p34-75")),
    Case("p34-75", "2025-08-01", "Xã Tân Khai, tỉnh Đồng Nai khởi công chợ.", ("c-new-25357", "p34-75")),
    Case("p34-75", "2025-08-01", "Đặc sản huyện Hớn Quản, tỉnh Bình Phước (cũ) lên sàn.", ("d-694", "p63-70")),
    Case(None, "2019-08-01", "Thành phố Hải Dương cách Thành phố Hải Phòng 45 km.", ("d-288", "p63-31")),
    Case(
        "p34-31",
        "2025-08-01",
        "Phường Hải Dương và đặc khu Cát Hải của thành phố Hải Phòng.",
        ("c-new-10525", "c-new-11914", "p34-31"),
    ),
    Case(None, "2025-08-01", "Du khách đến đặc khu Phú Quốc tăng.", ("c-new-31078",)),
    Case(None, "2023-08-01", "Du khách đến thành phố Phú Quốc, tỉnh Kiên Giang tăng.", ("d-911", "p63-91")),
    Case(None, "2019-08-01", "Thừa Thiên Huế bảo tồn di sản.", ("p63-46",)),
    Case(
        None, "2023-08-01", "Huyện Cao Lãnh và thành phố Cao Lãnh (Đồng Tháp) kết nghĩa.", ("d-873", "d-866", "p63-87")
    ),
    Case(None, "2019-08-01", "Tỉnh Bà Rịa - Vũng Tàu và tỉnh Bình Thuận phối hợp.", ("p63-77", "p63-60")),
    Case(None, "2019-08-01", "UBND TP. Phan Rang – Tháp Chàm trao giải.", ("d-582",)),
    Case(None, "2025-09-01", "Phường Xuân Hương – Đà Lạt, tỉnh Lâm Đồng trồng hoa.", ("c-new-24781", "p34-68")),
    Case(
        "p34-25",
        "2025-09-01",
        "Nhân dân hai tỉnh Vĩnh Phúc, Hòa Bình cũ và tỉnh Phú Thọ phấn khởi.",
        ("p63-26", "p63-17", "p34-25"),
    ),
]

LISTS = [
    Case(
        HY,
        "2020-03-03",
        "Các xã Đồng Than, Liêu Xá và Trung Hòa về đích sớm, huyện Yên Mỹ biểu dương.",
        ("c-old-12061", "c-old-12067", "c-old-12085", "d-327"),
    ),
    Case(
        HY,
        "2020-03-03",
        "Các huyện: Văn Giang, Khoái Châu, Ân Thi, Tiên Lữ gieo mạ.",
        ("d-326", "d-330", "d-329", "d-332"),
    ),
    Case(
        HY,
        "2020-03-03",
        "Ba huyện Văn Giang, Yên Mỹ, Văn Lâm của Hưng Yên dẫn đầu.",
        ("d-326", "d-327", "d-325", "p63-33"),
    ),
    Case(
        None,
        "2019-03-03",
        "Các tỉnh: Cao Bằng, Bắc Kạn, Lạng Sơn, Hà Giang có mưa.",
        ("p63-04", "p63-06", "p63-20", "p63-02"),
    ),
    Case(
        TB,
        "2022-03-03",
        "2 xã Đông Sơn, Đông Cường (huyện Đông Hưng) và xã Vũ Lễ (Kiến Xương).",
        ("c-old-12703", "c-old-12706", "d-340", "c-old-13111", "d-343"),
    ),
    Case(TB, "2019-03-03", "Xã Vũ Thắng, huyện Kiến Xương (nay đã sáp nhập) có nghề mộc.", ("d-343",)),
    Case(
        None,
        "2019-03-03",
        "Hà Nội, Hải Phòng, Đà Nẵng, Cần Thơ và TP Hồ Chí Minh nắng nóng.",
        ("p63-01", "p63-31", "p63-48", "p63-92", "p63-79"),
    ),
    Case("p63-79", "2019-03-03", "Quận 1, quận 3 và quận Bình Thạnh cấm đường.", ("d-760", "d-770", "d-765")),
    Case("p63-79", "2019-03-03", "Phường 12, quận Bình Thạnh phun khử khuẩn.", ("c-old-26917", "d-765")),
    Case(
        "p34-33",
        "2025-08-03",
        "Các xã, phường: Yên Mỹ, Việt Yên, Phố Hiến hoàn thành.",
        ("c-new-12073", "c-new-12091", "c-new-11953"),
    ),
    Case(
        "p63-01",
        "2019-03-03",
        "Các quận Ba Đình, Hoàn Kiếm, Đống Đa và huyện Đông Anh diễn tập.",
        ("d-001", "d-002", "d-006", "d-017"),
    ),
    Case("p63-36", "2019-03-03", "Huyện Hải Hậu, Giao Thủy và Nghĩa Hưng đón bão.", ("d-366", "d-365", "d-361")),
]

FORMS = [
    Case(HY, "2018-03-03", "Công an H. Yên Mỹ, TX. Mỹ Hào, TP. Hưng Yên ra quân.", ("d-327", "d-328", "d-323")),
    Case(HY, "2018-03-03", "UBND HUYỆN YÊN MỸ THÔNG BÁO TUYỂN DỤNG", ("d-327",)),
    Case(HY, "2018-03-03", "Bí thư Tỉnh ủy Hưng Yên Nguyễn Văn A phát biểu.", ("p63-33",)),
    Case(HY, "2018-03-03", "Chủ tịch UBND huyện Yên Mỹ Lê Quang Hòa ký quyết định.", ("d-327",)),
    Case(HY, "2018-03-03", "Huyện Đoàn Yên Mỹ tổ chức hiến máu.", ("d-327",)),
    Case("p63-38", "2018-03-03", "Huyện Kiến Thuỵ không thuộc tỉnh Thanh Hoá.", ("d-314", "p63-38")),
    Case("p63-31", "2018-03-03", "Thuỷ Nguyên vươn mình, huyện Thuỷ Nguyên đổi thay.", ("d-311",)),
    Case(
        "p63-66",
        "2018-03-03",
        "Huyện Cư M'gar, tỉnh Đắk Lắk và thị trấn Ea Pốk trồng cà phê.",
        ("d-648", "p63-66", "c-old-24256"),
    ),
    Case("p63-66", "2018-03-03", "Huyện Cư M’gar, tỉnh Đăk Lăk trồng cà phê.", ("d-648", "p63-66")),
    Case("p63-40", "2018-03-03", "Thành phố Vinh và thị xã Cửa Lò là hai đô thị biển.", ("d-412",)),
    Case(None, "2018-03-03", "Tại Huế, các đại biểu dâng hương.", ("p63-46",)),
    Case(None, "2018-03-03", "Công ty Điện lực Hưng Yên và Bệnh viện Đa khoa tỉnh Nam Định.", ("p63-33", "p63-36")),
    Case(
        "p63-22",
        "2018-03-03",
        "Quảng Ninh: Hạ Long đón 10.000 khách, Móng Cái thông quan.",
        ("p63-22", "d-193", "d-194"),
    ),
    Case(
        "p63-42", "2018-03-03", "(Baohatinh.vn) - Sáng nay, huyện Thạch Hà (Hà Tĩnh) tổ chức lễ.", ("d-445", "p63-42")
    ),
]

NONE = [
    Case("p63-01", "2019-03-03", "Cháy trên đường Trần Hưng Đạo, phố Lê Lợi và ngõ Bình Minh.", ()),
    Case(None, "2019-03-03", "Trường THPT Lê Lợi và Trường Tiểu học Tân Thành khai giảng.", ()),
    Case(None, "2019-03-03", "Ông Nguyễn Tân Thành, bà Lê Thị An Phú và anh Trần Kim Thành đoạt giải.", ()),
    Case(None, "2019-03-03", "Chủ tịch Hồ Chí Minh đọc Tuyên ngôn độc lập; học tập tư tưởng Hồ Chí Minh.", ()),
    Case(None, "2019-03-03", "Hợp tác xã Tân Thành xuất khẩu gạo.", ()),
    Case(None, "2019-03-03", "Công nghệ thông tin và kinh tế - xã hội Việt Nam phát triển.", ()),
    Case(None, "2019-03-03", "Tỉnh Hà Nam (Trung Quốc) hứng chịu mưa lớn.", ()),
    Case(None, "2019-03-03", "Phong trào thi đua Quyết Thắng, Tiến Bộ, Đoàn Kết.", ()),
    Case(None, "2019-03-03", "Khu đô thị Tân Phú và khách sạn Hòa Bình mở bán.", ()),
    Case(None, "2019-03-03", "Cầu Bình Phước, chợ Châu Thành, sông Đồng Nai đẹp.", ()),
    Case(None, "2019-03-03", "Ca sĩ Thái Hòa và diễn viên Bình Minh biểu diễn.", ()),
    Case(None, "2019-03-03", "Hai Bà Trưng khởi nghĩa; Ngô Quyền thắng trận.", ()),
    Case("p63-79", "2019-03-03", "Quý 1, phường tăng thu 12% so với quý 4.", ()),
    Case(None, "2019-03-03", "Các xã, phường, thị trấn trong huyện báo cáo UBND tỉnh.", ()),
    Case(None, "2019-03-03", "Nhà xuất bản Kim Đồng giới thiệu sách; báo Nhân Dân đưa tin.", ()),
]

CASES = [*AMBIGUOUS_NAMES, *CODES_AND_DAYS, *LISTS, *FORMS, *NONE]
