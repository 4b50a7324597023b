"""Bytes to text: labels that lie, encodings from before Unicode, and what must never be touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import shared

from crawler.text import legacy
from crawler.text.charset import decode
from crawler.text.legacy import convert, is_syllable, told
from crawler.text.legacy_letters import TCVN3, VNI
from crawler.text.normalise import characters

LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
TONES = "\u0300\u0301\u0303\u0309\u0323"
SENTENCES = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Ủy ban nhân dân huyện Yên Mỹ tổ chức hội nghị tổng kết công tác năm 2005.",
    "Sáng 13/1, Đảng bộ xã Tân Tiến đã họp để kiểm điểm vai trò lãnh đạo, chỉ đạo của cấp ủy.",
    "Bộ đội biên phòng tuần tra, giữ vững chủ quyền biên giới; nước sông Hồng đang lên.",
    "Trưởng phòng Nguyễn Hữu Thưởng nhấn mạnh: “Phải quyết liệt xử lý ô nhiễm nguồn nước thải”.",
    "Những kỷ niệm đẹp đẽ về mái trường, thầy cô và bè bạn vẫn còn nguyên vẹn.",
    "Đ/c Bí thư Huyện ủy, HĐND và UBND huyện dự lễ; kết quả đạt 98,5% kế hoạch.",
    "Mưa lũ làm sạt lở quốc lộ 6, khoảng 1.200 hộ ở Quỳnh Nhai phải di dời khẩn cấp, khuỷu tay gãy.",
    "Rẫy cà phê, vườn hồ tiêu ở Đắk Lắk được mùa nhờ kỹ thuật tưới tiết kiệm, giảm ngoằn ngoèo.",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "NGHỊ QUYẾT CỦA ĐẢNG BỘ TỈNH VỀ PHÁT TRIỂN KINH TẾ",
    "ĐẢNG ỦY, ỦY BAN NHÂN DÂN XÃ MỸ HÒA\nThông báo về việc tổ chức lễ hội đền Trần",
]
FOREIGN = {
    "english": "The naïve façade of the café near Zoë's coöperative: a résumé, a piñata and Brontë, Ångström, Øre.",
    "french": "L'été dernier, où êtes-vous allés ? À Noël, la forêt, l'île, l'œuvre, ça et là, dès l'aube, né à Nîmes.",
    "german": "Über größere Straßen führen Brücken; schöne Mädchen hören müde Vögel. Ärger, Öl, Übung, süß, fünf.",
    "spanish": "El niño pequeño comió piñones mañana; el pingüino, el año, España, señor, averigüe, qué, más, así.",
    "portuguese": "A opinião da população não é só a dos irmãos; três crianças, avô, avó, maçãs, pães, ação, você.",
    "czech": "Příliš žluťoučký kůň úpěl ďábelské ódy; Děčín, Plzeň, třída, býk, ještě, město, úřad.",
    "danish": "Blåbærgrød og rødgrød med fløde på øen; æbler, ål, år, sø, København, Ærø, Århus.",
    "icelandic": "Það er gott að þú komst; Ísland, Þór, fjörður, öræfi, ævi, bæði, góðan daginn, hún, við.",
    "swedish": "Räksmörgås på ön; flygande bäckasiner söka hwila på mjuka tuvor, ärlig, åtta, höst, Åsö.",
    "symbols": "© 2008 «Báo» ® § 5, 3×4 ÷ 2 = 6; ½ kg, ¼ l, 5 µm, 10¹ ¸ ¨ ¬ ¦ ¡ ¢ £ ¤ ¥ ª ¶ ¹ ¾",
}
SYLLABLES = """
nghiêng giếng gì quốc quý quỳnh khuỷu quyển ngoằn ngoèo thuở khuya xoong rượu ưỡn tuần huýt quẹo quỵt yểm đắk giặc
ỷ à Đường KHUẾCH
"""
NO_SYLLABLES = "été où-là año ñu ńa ầa hộap hòp hôp tồc đđ ngq ă â ơng mũller hộá \u0301a a\u0301\u0301 \u0301"
HTML = "<html><head><title>{0}</title></head>\n<body><FONT COLOR=RED><P>{0}</P></FONT></body></html>"


def in_tcvn3(text: str) -> str:
    inverse = {letter: code for code, letter in TCVN3.items()}
    return "".join(inverse.get(one) or inverse.get(one.lower(), one) for one in text)


def in_vni(text: str) -> str:
    # Two letters a vowel, all of one case; the stray forms that i has beside its own letters are not written.
    inverse: dict[str, str] = {}
    for code, letter in VNI.items():
        if code in (code.lower(), code.upper()) and len(code) <= len(inverse.get(letter, code)):
            inverse[letter] = code
    return "".join(inverse.get(one, one) for one in text)


def in_cp1258(text: str) -> bytes:
    """Vowels with their shape are one byte, the tone is a second one."""
    parts = []
    for one in text:
        whole = unicodedata.normalize("NFD", one)
        base = unicodedata.normalize("NFC", "".join(mark for mark in whole if mark not in TONES))
        parts.append(base + "".join(mark for mark in whole if mark in TONES))
    return "".join(parts).encode("cp1258")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("C«ng ty cæ phÇn dÖt may Hµ Néi", "Công ty cổ phần dệt may Hà Nội"),
        ("nhµ n\xadíc, Thñ t\xadíng, Th«ng t\xad", "nhà nước, Thủ tướng, Thông tư"),
        ("nhµ n\u2212íc, Thñ t\u2212íng 2001\u22122005, x\u2219 héi", "nhà nước, Thủ tướng 2001\u22122005, xã hội"),
        ("¤ nhiÔm m«i tr\xadêng, « nhiÔm n\xadíc", "Ô nhiễm môi trường, ô nhiễm nước"),
        ("§/c BÝ th\xad §¶ng uû, HuyÖn uû", "Đ/c Bí thư Đảng uỷ, Huyện uỷ"),
        ("§iÒu 5 § 2 LuËt ®Êt ®ai © ®· söa", "Điều 5 § 2 Luật đất đai © đã sửa"),
        ("· Mét lµ: 3×4 m ph¶i trång ®ñ c©y", "· Một là: 3×4 m phải trồng đủ cây"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Uû BAN NH¢N D¢N HUYÖN Y£N Mü\nX· Mü Hµo", "UỶ BAN NHÂN DÂN HUYỆN YÊN MỸ\nXã Mỹ Hào"),
        ("ý KIÕN CñA X· Mü VÒ §ÊT §AI", "Ý KIẾN CỦA XÃ MỸ VỀ ĐẤT ĐAI"),
        ("UBND X· Mü, H§ND x· Mü §µ trång rõng", "UBND Xã Mỹ, HĐND xã Mỹ Đà trồng rừng"),
        ("Quý IV: X· Mü trång rõng ®Çu nguån", "Quý IV: Xã Mỹ trồng rừng đầu nguồn"),
    ],
)
def test_tcvn3_shown_as_latin_1(shown: str, meant: str) -> None:
    assert convert(shown) == (meant, "tcvn3")


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("CÔ QUAN CUÛA ÑAÛNG BOÄ", "CƠ QUAN CỦA ĐẢNG BỘ"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("Thaønh phoá Hoà Chí Minh, tænh Haûi Döông", "Thành phố Hồ Chí Minh, tỉnh Hải Dương"),
        ("Nhöõng ngöôøi lính ñaûo ñaõ trôû veà", "Những người lính đảo đã trở về"),
        ("AÁp Myõ Hoøa, xaõ Taân Phuù, huyeän Ñöùc Hoøa", "Ấp Mỹ Hòa, xã Tân Phú, huyện Đức Hòa"),
        ("Aáp Myõ Hoøa, Uûy ban Maët traän xaõ Ñöùc", "Ấp Mỹ Hòa, Ủy ban Mặt trận xã Đức"),
        ("Caùc vò laõnh ñaïo nghæ, suy nghó, thò xaõ", "Các vị lãnh đạo nghỉ, suy nghĩ, thị xã"),
    ],
)
def test_vni_shown_as_latin_1(shown: str, meant: str) -> None:
    assert convert(shown) == (meant, "vni")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentence_survives_all_encodings(sentence: str) -> None:
    text, name = convert(in_tcvn3(sentence))
    assert (text.lower(), name) == (sentence.lower(), "tcvn3")
    assert convert(in_vni(sentence)) == (sentence, "vni")
    page = HTML.format(sentence)
    for body in (in_cp1258(page), in_tcvn3(page).encode("cp1252"), in_vni(page).encode("cp1252")):
        assert decode(body, "text/html; charset=iso-8859-1")[0].lower() == page.lower()


@pytest.mark.parametrize("letter", [*LETTERS, *LETTERS.upper()])
def test_every_letter_survives_all_encodings(letter: str) -> None:
    assert legacy.tcvn3(f"x{in_tcvn3(letter)}").lower() == f"x{letter}".lower()
    assert legacy.vni(in_vni(letter)) == letter
    assert unicodedata.normalize("NFC", in_cp1258(letter).decode("cp1258")) == letter


@pytest.mark.parametrize(
    ("read", "shown", "meant"),
    [
        (legacy.tcvn3, "aµ a¶ a· a¸ a¹", "aà aả aã aá aạ"),
        (legacy.tcvn3, "a» a¼ a½ a¾ aÆ", "aằ aẳ aẵ aắ aặ"),
        (legacy.tcvn3, "aÇ aÈ aÉ aÊ aË", "aầ aẩ aẫ aấ aậ"),
        (legacy.tcvn3, "aÌ aÎ aÏ aÐ aÑ", "aè aẻ aẽ aé aẹ"),
        (legacy.tcvn3, "aÒ aÓ aÔ aÕ aÖ", "aề aể aễ aế aệ"),
        (legacy.tcvn3, "a× aØ aÜ aÝ aÞ", "aì aỉ aĩ aí aị"),
        (legacy.tcvn3, "aß aá aâ aã aä", "aò aỏ aõ aó aọ"),
        (legacy.tcvn3, "aå aæ aç aè aé", "aồ aổ aỗ aố aộ"),
        (legacy.tcvn3, "aê aë aì aí aî", "aờ aở aỡ aớ aợ"),
        (legacy.tcvn3, "aï añ aò aó aô", "aù aủ aũ aú aụ"),
        (legacy.tcvn3, "aõ aö a÷ aø aù", "aừ aử aữ aứ aự"),
        (legacy.tcvn3, "aú aû aü aý aþ", "aỳ aỷ aỹ aý aỵ"),
        (legacy.tcvn3, "x¡ x¢ x£ x¤ x¥ x¦ x§ x¨ x© xª x« x¬ x\xad x®", "xĂ xÂ xÊ xÔ xƠ xƯ xĐ xă xâ xê xô xơ xư xđ"),
        (legacy.vni, "aø aù aû aõ aï aê aè aé aú aü aë", "à á ả ã ạ ă ằ ắ ẳ ẵ ặ"),
        (legacy.vni, "aâ aà aá aå aã aä eø eù eû eõ eï", "â ầ ấ ẩ ẫ ậ è é ẻ ẽ ẹ"),
        (legacy.vni, "eâ eà eá eå eã eä ì í æ ó ò", "ê ề ế ể ễ ệ ì í ỉ ĩ ị"),
        (legacy.vni, "oø où oû oõ oï oâ oà oá oå oã oä", "ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ"),
        (legacy.vni, "ô ôø ôù ôû ôõ ôï uø uù uû uõ uï", "ơ ờ ớ ở ỡ ợ ù ú ủ ũ ụ"),
        (legacy.vni, "ö öø öù öû öõ öï yø yù yû yõ î ñ", "ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ đ"),
    ],
)
def test_charts(read: legacy.Reading, shown: str, meant: str) -> None:
    """Letter by letter as the charts have it; the round trips alone would forgive two letters swapped."""
    assert read(shown) == meant
    if read is legacy.vni:
        assert read(shown.upper()) == meant.upper()


def test_tables_hold_the_alphabet() -> None:
    assert set(TCVN3.values()) == set(LETTERS) | set("ĂÂÊÔƠƯĐ")
    # VNI keeps í and ì where Latin-1 has them, beside its stray forms.
    assert set(VNI.values()) == set(LETTERS + LETTERS.upper())
    assert len(set(TCVN3.values())) == len(TCVN3) == 74


@pytest.mark.parametrize("text", [*SENTENCES, *FOREIGN.values()], ids=lambda text: text[:12])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_proper_text_is_left_alone(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    assert convert(text) == (text, None)
    assert convert(text.upper()) == (text.upper(), None)
    assert decode(text.encode(), "text/html; charset=utf-8") == (text, "utf-8", [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "C«ng ty",
        "C«ng ty cæ phÇn",
        "ÑAÛNG BOÄ",
        "ÑAÛNG BOÄ ÑAÛNG BOÄ ÑAÛNG BOÄ ÑAÛNG BOÄ",
        "hoà toán loài hoá khoá toàn xoá",
        "Hà Nam, Hà Tây, Hoà An, xã Toàn Lý",
        "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam: Müller, größer, Vögel, süß, Brücke",
        "äöü " * 50,
        "«»©®·" * 50,
        "\xad" * 1000,
    ],
)
def test_little_evidence_is_none(text: str) -> None:
    assert convert(text) == (text, None)


@pytest.mark.parametrize("text", ["plain words " * 1000, "\n".join(SENTENCES) * 20, "\n".join(SENTENCES[:3])])
def test_proper_text_is_not_even_weighed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "told", None)
    assert convert(text) == (text, None)
    with pytest.raises(TypeError):  # the probe bites where there is something to weigh
        convert(in_vni(text) + "\n".join(map(in_vni, SENTENCES)))


def test_old_lines_beside_new_ones() -> None:
    old, new = SENTENCES[3], "Tin tức – Sự kiện: Hà Nội"
    for encode, name in ((in_tcvn3, "tcvn3"), (in_vni, "vni")):
        mixed = "\n".join([new, encode(old), "Hà Tây", "Toán, hoá", "", encode(SENTENCES[4]), "Trang: 1 2 3"])
        assert convert(mixed) == ("\n".join([new, old, "Hà Tây", "Toán, hoá", "", SENTENCES[4], "Trang: 1 2 3"]), name)


def test_eth_that_was_mended_is_a_vowel_again() -> None:
    shown = in_tcvn3("trẻ em có vé xem phim, bé Kém ở Đông Hưng, HĐND họp")
    mended = characters(shown.replace("\xad", "\u2212"))
    assert "vĐ" in mended
    assert convert(mended)[0] == "trẻ em có vé xem phim, bé Kém ở Đông Hưng, HĐND họp"


@pytest.mark.parametrize(
    ("word", "valid"),
    [
        *((word, True) for word in SYLLABLES.split()),
        *((word, False) for word in NO_SYLLABLES.split()),
    ],
)
def test_syllables(word: str, valid: bool) -> None:
    assert is_syllable(word) is valid


def test_two_readings_that_agree_tell_nothing() -> None:
    shown = in_vni(SENTENCES[2])
    assert told(shown, {"one": legacy.vni}) == "one"
    assert told(shown, {"one": legacy.vni, "other": legacy.vni}) is None


OLD = HTML.format(SENTENCES[2])


@pytest.mark.parametrize(
    "label",
    [None, "text/html", "text/html; charset=ISO-8859-1", 'text/html; charset="windows-1252"', "x; charset=utf-8"],
)
@pytest.mark.parametrize(
    ("body", "name"),
    [
        (in_cp1258(OLD), "windows-1258"),
        (in_tcvn3(OLD).encode("cp1252"), "tcvn3"),
        (in_vni(OLD).encode("cp1252"), "vni"),
    ],
    ids=["windows-1258", "tcvn3", "vni"],
)
def test_old_bytes_under_any_label(body: bytes, name: str, label: str | None) -> None:
    text, charset, notes = decode(body, label)
    assert (text.lower(), charset, notes) == (OLD.lower(), name, [f"charset: {name} text was converted"])
    meta = b'<meta http-equiv="Content-Type" content="text/html; charset=x-viet-tcvn5712">'
    assert decode(meta + body, label)[1] == name


def test_tcvn3_pasted_into_a_page_of_utf_8() -> None:
    """Its soft hyphens are letters, so it is read before anything cleans the text."""
    new, old = "<title>Cổng thông tin điện tử</title>", "\n".join(SENTENCES[2:8])
    text, charset, notes = decode(f"{new}\n<p>{in_tcvn3(old)}</p>".encode(), "x; charset=utf-8")
    assert text.lower() == f"{new}\n<p>{old}</p>".lower()
    assert (charset, notes) == ("tcvn3", ["charset: tcvn3 text was converted"])
    soft = f"{new} thông\u00adtin điện\u00adtử cổng\u00adthông tin\u00adđiện\n<p>{FOREIGN['german']}</p>"
    assert decode(soft.encode()) == (soft, "utf-8", [])


BOM16LE, BOM16BE = b"\xff\xfe", b"\xfe\xff"
FRENCH = FOREIGN["french"]
HEBREW = "שלום עולם"


@pytest.mark.parametrize(
    ("body", "label", "text", "charset", "notes"),
    [
        (b"", None, "", "utf-8", []),
        (b"plain", "text/html; charset=windows-1252", "plain", "utf-8", []),
        (b"\xef\xbb\xbf" + OLD.encode(), "x; charset=iso-8859-1", OLD, "utf-8-sig", []),
        (BOM16LE + OLD.encode("utf-16-le"), None, OLD, "utf-16", []),
        (BOM16BE + OLD.encode("utf-16-be"), "x; charset=utf-8", OLD, "utf-16", []),
        (OLD.encode("utf-16-le"), "x; charset=utf-16", OLD, "utf-16le", []),
        (OLD.encode("utf-16-be"), "x; charset=UTF-16BE", OLD, "utf-16be", []),
        (OLD.encode(), "x; charset=utf-16", OLD, "utf-8", ["charset: utf-16 was claimed, the bytes are utf-8"]),
        (OLD.encode(), "x; charset=gb2312", OLD, "utf-8", ["charset: gb2312 was claimed, the bytes are utf-8"]),
        (OLD.encode()[:-20] + b"\xe1\xba", None, OLD[:-20] + "\ufffd", "utf-8", None),
        ("Đảng bộ".encode()[:-1], None, "Đảng b\ufffd", "utf-8", ["charset: damaged utf-8 at byte 9"]),
        (OLD.encode().replace(b"\xe1\xba", b"\xe1", 1), "x; charset=windows-1252", None, "utf-8", None),
        (FRENCH.encode("cp1252"), "x; charset=iso-8859-1", FRENCH, "windows-1252", []),
        (FRENCH.encode("cp1252"), "x; charset=windows-1252", FRENCH, "windows-1252", []),
        (b"caf\xe9", "x; charset=iso-8859-1", "café", "windows-1252", []),
        (b"caf\xe9", "x; charset=us-ascii", "café", "windows-1252", []),
        (b"caf\xe9", None, "caf\ufffd", "utf-8", ["charset: unknown, undecodable bytes are marked"]),
        (b"caf\xe9", "x; charset=undefined", "caf\ufffd", "utf-8", None),
        (b"caf\xe9", "x; charset=idna", "caf\ufffd", "utf-8", None),
        (b"caf\xe9", "x; charset=hex", "caf\ufffd", "utf-8", None),
        (HEBREW.encode("cp1255"), "x; charset=windows-1255", HEBREW, "windows-1255", []),
        ("你好,世界".encode("gb2312"), "x; charset=gb2312", "你好,世界", "gb2312", []),
        (in_cp1258("Xã Mỹ"), "x; charset=windows-1258", "Xã Mỹ", "windows-1258", []),
        (in_cp1258(OLD), "x; charset=windows-1258", OLD, "windows-1258", []),
        (b'<meta charset="gb2312">' + "中文".encode("gb2312"), "x; charset=iso-8859-1", None, "gb2312", []),
        (FRENCH.encode("cp1252") + b"\x81", "x; charset=iso-8859-1", FRENCH + "\ufffd", "windows-1252", []),
    ],
)
def test_evidence_in_order(
    body: bytes, label: str | None, text: str | None, charset: str, notes: list[str] | None
) -> None:
    found = decode(body, label)
    assert found[1] == charset
    assert text is None or found[0] == text
    assert found[2] == notes if notes is not None else found[2]


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("label", ["x; charset=iso-8859-1", None])
def test_foreign_bytes_are_never_made_vietnamese(language: str, label: str | None) -> None:
    for codec in ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859-15"):
        body = FOREIGN[language].encode(codec, "replace")
        assert decode(body, label)[1] in ("windows-1252", "utf-8")


def test_seeds_survive_all_encodings() -> None:
    """Saved articles of real portals: exact in VNI and Windows-1258, in TCVN3 save for a few capitals."""
    for path in shared("seeds").glob("*.txt"):
        text = characters(path.read_text(encoding="utf-8")).replace("\u2009", " ")
        assert convert(text) == (text, None)
        assert convert(in_vni(text)) == (text, "vni")
        assert decode(in_cp1258(text), None)[:2] == (text, "windows-1258")
        found, encoding = convert(in_tcvn3(text))
        assert (found.lower(), encoding) == (text.lower(), "tcvn3")
        assert sum(one != other for one, other in zip(found, text, strict=True)) <= len(text) // 1000


VIETNAMESE = st.text(st.sampled_from(LETTERS + LETTERS.upper() + "abcghiklmnopqrstuvxy  .,-\n“”–"), max_size=300)
SHOWN = st.text(st.characters(max_codepoint=0x2FF) | st.sampled_from("«µ¸®\xad÷−∙ÐĐ<>/ \n"), max_size=300)


@given(VIETNAMESE)
def test_vietnamese_in_utf_8_never_changes(text: str) -> None:
    assert convert(text) == (text, None)
    assert decode(text.encode(), "text/html; charset=iso-8859-1")[:2] == (text, "utf-8")


@given(st.text())
def test_any_text_in_utf_8_is_itself(text: str) -> None:
    body = text.encode()
    if not body.startswith((b"\xef\xbb\xbf", BOM16LE, BOM16BE)):
        assert decode(body)[:2] == (text, "utf-8")


@given(SHOWN | st.text())
def test_convert_never_raises_and_keeps_the_lines(text: str) -> None:
    found, name = convert(text)
    assert found.count("\n") == text.count("\n")
    assert name in (None, "tcvn3", "vni")
    assert name or found is text
    assert len(legacy.tcvn3(text)) == len(text)


@given(st.binary(max_size=400) | SHOWN.map(lambda text: text.encode("latin-1", "replace")), st.text(max_size=30))
def test_decode_never_raises(body: bytes, label: str) -> None:
    for content_type in (None, label, f"text/html; charset={label}", "x; charset=utf-16", "x; charset=latin1"):
        text, charset, notes = decode(body, content_type)
        assert isinstance(text, str)
        assert charset
        assert all(note.startswith("charset: ") for note in notes)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6))
def test_converted_text_is_converted_once(sentences: list[str]) -> None:
    text = "\n".join(sentences)
    for encode in (in_tcvn3, in_vni):
        found, name = convert(encode(text))
        assert name
        assert found.lower() == text.lower()
        assert convert(found) == (found, None)
