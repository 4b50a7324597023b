"""What stands around the articles of the town sample: an invented poll, weather and links."""

POLLS = (
    ("Bà con thấy việc thu gom rác của thị trấn thế nào?", ("Tốt", "Khá", "Cần làm sớm hơn trong ngày")),
    (
        "Bà con hay nghe tin của thị trấn bằng cách nào?",
        ("Loa truyền thanh", "Trang này", "Nghe hàng xóm kể"),
    ),
    ("Bộ phận một cửa mẫu phục vụ ra sao?", ("Hài lòng", "Bình thường", "Chưa hài lòng")),
)
WEATHER = ("Nắng nhẹ, 27 độ", "Nhiều mây, 24 độ", "Mưa rào, 22 độ", "Gió tây nam, 34 độ")
LINKS = (
    ("Cổng thông tin huyện Hồng Lam (mẫu)", "http://honglam.example/"),
    ("Thư điện tử công vụ (mẫu)", "http://thu.honglam.example/"),
    ("Văn bản pháp luật (mẫu)", "http://vanban.honglam.example/Default.aspx?tabid=7&ID=19"),
)
"""Their hosts end in a name that is reserved for examples and never answers."""
