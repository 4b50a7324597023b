"""What stands around the articles of the Tân Dân sample: invented neighbours and menus."""

from typing import NamedTuple


class Foreign(NamedTuple):
    """News of another portal of the province: no article of this one, though it looks like one."""

    host: str
    path: str
    title: str
    time: str


FOREIGN = (
    Foreign(
        "tienhoa.honggiang.example",
        "/portal/Pages/2023-1-10/Xa-Quynh-Luu-ra-mat-to-hop-tac-trong-rau-mauk3v8zq.aspx",
        "Xã Quỳnh Lưu ra mắt tổ hợp tác trồng rau mầu vụ đông",
        "2023-01-10T08:53:00",
    ),
    Foreign(
        "ninhphu.honggiang.example",
        "/portal/Pages/2023-1-9/Huyen-Ninh-Phu-tong-ket-cong-tac-thuy-loi-nam-2022x0c7tu.aspx",
        "Huyện Ninh Phù tổng kết công tác thủy lợi năm 2022, bàn việc đắp bờ vùng trước Tết Quý Mão",
        "2023-01-09T13:40:00",
    ),
    Foreign(
        "soxaydung.honggiang.example",
        "/portal/Pages/2023-1-6/So-Xay-dung-lay-y-kien-ve-bien-so-nha-kieu-moib52mya.aspx",
        "Sở Xây dựng lấy ý kiến về biển số nhà kiểu mới",
        "2023-01-06T16:07:00",
    ),
    Foreign(
        "binhkhe.honggiang.example",
        "/portal/Pages/2023-1-5/Thi-xa-Binh-Khe-Chieu-noi-nhac-o-vuon-hoa-Dong-Tienq9w1er.aspx",
        "Thị xã Bình Khê: Chiều nổi nhạc ở vườn hoa Đông Tiến",
        "2023-01-05T12:05:00",
    ),
)
"""Their hosts end in a name that is reserved for examples and never answers."""

LINKS = (
    ("Cổng dịch vụ công (mẫu)", "http://dichvucong.honggiang.example/"),
    ("Công báo tỉnh (mẫu)", "http://congbao.honggiang.example/"),
    ("Thư điện tử công vụ (mẫu)", "http://mail.honggiang.example/"),
)
