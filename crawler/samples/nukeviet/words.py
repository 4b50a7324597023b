"""What stands around the articles of the NukeViet sample: invented blocks, polls, documents and pages."""

from typing import Any

WORDS: dict[str, Any] = {
    "about": [
        ("Giới thiệu chung", "gioi-thieu-chung", "Vùng đất này được dựng lên để thử phần mềm đọc báo."),
        ("Lịch sử hình thành", "lich-su-hinh-thanh", "Theo lời kể hư cấu, làng đầu tiên lập bên bến nước."),
        ("Bộ máy tổ chức", "bo-may-to-chuc", "Sơ đồ tổ chức trong trang mẫu gồm ba phòng và một trung tâm."),
        ("Bản đồ hành chính", "ban-do-hanh-chinh", "Bản đồ mẫu vẽ chín thôn, hai con suối và một hồ chứa."),
    ],
    "polls": [
        ("Bạn biết trang mẫu này qua đâu?", ("Loa phát thanh", "Bạn bè giới thiệu", "Tìm trên mạng")),
        ("Mục nào bạn hay đọc nhất?", ("Tin hoạt động", "Thông báo", "Văn bản", "Hình ảnh")),
        ("Cỡ chữ của trang đã vừa mắt chưa?", ("Vừa", "Hơi nhỏ", "Hơi to")),
    ],
    "documents": [
        ("12/KH-UBND", "Kế hoạch tổ chức ngày hội đọc sách mẫu, ban hành ngày 05/02/2024"),
        ("31/TB", "Thông báo lịch tiếp công dân mẫu quý II, có hiệu lực từ 01/04/2024"),
        ("7/QĐ-UBND", "Quyết định mẫu ngày 19/01/2024 về quy chế quản lý cổng thông tin"),
        ("145/CV", "Công văn mẫu V/v rà soát biển tên đường thôn trước ngày 30/9/2023"),
        ("KH88", "KH phổ biến kiến thức phòng cháy mẫu năm 2025"),
    ],
    "pages": {
        "contact": "Liên hệ",
        "users": "Thành viên",
        "voting": "Thăm dò ý kiến",
        "seek": "Tìm kiếm",
        "feeds": "RSS-feeds",
        "siteterms": "Điều khoản sử dụng",
        "banners": "Quảng cáo",
        "laws": "Văn bản",
        "page": "Trang",
    },
    "reader": ("Bạn đọc Bến Nước", "Bài viết rất bổ ích, mong trang mẫu có thêm nhiều tin như vậy."),
    "owner": "Ban biên tập trang mẫu",
    "address": "Số 0 đường Không Có Thật",
}
"""Each may be replaced by a word of the same name in the texts."""
