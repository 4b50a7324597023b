"""The invented Báo Hải Đông, laid out like Báo Hải Dương: two skins and a mobile twin."""
