"""The invented Báo Thái Hà, laid out like Báo Thái Bình: one article under many category numbers."""
