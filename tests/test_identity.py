"""A rule of addresses a test: what has to fold onto one form or one key, and near misses that must not."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.address import canonical, key, site
from crawler.identity import canonical_of, key_of, looks_like_article

A = "https://a.gov.vn"
SLUG = "ra-quan-lam-duong-nong-thon"
LONG = "khanh-thanh-cau-dan-sinh-qua-suoi-lon"
PORTLET = "_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_aBc1"
DEFAULTS = "p_p_lifecycle=0&p_p_state=normal&p_p_mode=view&p_p_col_id=column-2&p_p_col_count=1"
TOKEN = "9f86d081884c7d659a2feaa0c55ad015"

CANONICAL = {
    # What the scheme, the host and the fragment say.
    "fragment": (f"{A}/tin/a-b-12.html#comment-3", f"{A}/tin/a-b-12.html"),
    "fragment of a script": (f"{A}/tin#!/5", f"{A}/tin"),
    "host in capitals": ("HTTPS://A.Gov.VN/Tin/Bai", f"{A}/Tin/Bai"),
    "port of http": ("http://a.gov.vn:80/tin", "http://a.gov.vn/tin"),
    "port of https": ("https://a.gov.vn:443/tin", f"{A}/tin"),
    "empty port": ("https://a.gov.vn:/tin", f"{A}/tin"),
    "another port stays": ("http://a.gov.vn:8080/tin", "http://a.gov.vn:8080/tin"),
    "https's port under http stays": ("http://a.gov.vn:443/tin", "http://a.gov.vn:443/tin"),
    "dot behind the host": ("https://a.gov.vn./tin", f"{A}/tin"),
    "user and password": ("https://ai:do@a.gov.vn/tin", f"{A}/tin"),
    "no path": (A, f"{A}/"),
    "IPv6": ("http://[2001:DB8::1]:80/tin", "http://[2001:db8::1]/tin"),
    "host with marks": ("http://báo.vn/tin", "http://xn--bo-mia.vn/tin"),
    "blanks around": (f" \n{A}/tin\t", f"{A}/tin"),
    "invisible signs around": (f"\u200b{A}/tin\x00", f"{A}/tin"),
    "scheme is kept": ("http://a.gov.vn/tin", "http://a.gov.vn/tin"),
    "www is kept": ("https://www.a.gov.vn/tin", "https://www.a.gov.vn/tin"),
    "mobile host is kept": ("http://m.a.vn/tin/a-b-140840", "http://m.a.vn/tin/a-b-140840"),
    # The path.
    "hex in capitals": (f"{A}/ti%e1%ba%bfng", f"{A}/ti%E1%BA%BFng"),
    "unreserved characters decoded": (f"{A}/%74in%2Dt%75c%5F%7e", f"{A}/tin-tuc_~"),
    "reserved characters stay encoded": (f"{A}/a%2fb%3fc", f"{A}/a%2Fb%3Fc"),
    "raw Vietnamese": (f"{A}/Tin-tức", f"{A}/Tin-t%E1%BB%A9c"),
    "raw blank": (f"{A}/tin tuc", f"{A}/tin%20tuc"),
    "lone percent sign": (f"{A}/dat-100%-ke-hoach", f"{A}/dat-100%25-ke-hoach"),
    "percent sign that would make another": (f"{A}/%%41B", f"{A}/%25AB"),
    "double slashes": (f"{A}//tin///bai", f"{A}/tin/bai"),
    "dot segments": (f"{A}/vi/./tin/../bai/..", f"{A}/vi/"),
    "dot segments in disguise": (f"{A}/vi/%2e%2E/tin", f"{A}/tin"),
    "dot segments above the root": (f"{A}/../../tin", f"{A}/tin"),
    "dots in a name": (f"{A}/v1.2/..tin/tin..", f"{A}/v1.2/..tin/tin.."),
    "last slash is kept": (f"{A}/tin/", f"{A}/tin/"),
    "letter case is kept": (f"{A}/Chinh-tri", f"{A}/Chinh-tri"),
    "bare index.html": (f"{A}/tin/index.html", f"{A}/tin/"),
    "bare index.php": (f"{A}/index.php", f"{A}/"),
    "bare Default.aspx": (f"{A}/vi/Default.aspx", f"{A}/vi/"),
    "bare once tracking is gone": (f"{A}/index.php?fbclid=x", f"{A}/"),
    "index with a query": (f"{A}/index.php?nv=news&op=a", f"{A}/index.php?nv=news&op=a"),
    "Default.aspx with a query": (f"{A}/Default.aspx?tabid=2&ID=9", f"{A}/Default.aspx?tabid=2&ID=9"),
    "index inside a path": (f"{A}/index.php/vi/news/a-487/", f"{A}/index.php/vi/news/a-487/"),
    "a file that ends in index": (f"{A}/tin-index.html", f"{A}/tin-index.html"),
    "SharePoint's library": (f"{A}/portal/Pages/default.aspx", f"{A}/portal/Pages/default.aspx"),
    "DNN's readable address": (f"{A}/tabid/62/ID/9/Default.aspx", f"{A}/tabid/62/ID/9/Default.aspx"),
    "Java's session": (f"{A}/tin;jsessionid=1A2B!77?dDocName=S1", f"{A}/tin?dDocName=S1"),
    "Java's session inside": (f"{A}/tin;JSESSIONID=1A/bai", f"{A}/tin/bai"),
    "another path parameter stays": (f"{A}/tin;v=2", f"{A}/tin;v=2"),
    "ASP.NET's session": (f"{A}/(S(ab12cd34ef56gh78ij90kl12))/tin.aspx", f"{A}/tin.aspx"),
    "brackets that are no session": (f"{A}/(S(2))/tin.aspx", f"{A}/(S(2))/tin.aspx"),
    "print in the path": (f"{A}/vi/news/print/tin/{SLUG}-12.html", f"{A}/vi/news/tin/{SLUG}-12.html"),
    "savefile in the path": (f"{A}/savefile/tin/{SLUG}-12.html", f"{A}/tin/{SLUG}-12.html"),
    "sendmail in the path": (f"{A}/SendMail/tin/{SLUG}-12.html", f"{A}/tin/{SLUG}-12.html"),
    "amp before": (f"{A}/amp/{SLUG}-post12.html", f"{A}/{SLUG}-post12.html"),
    "amp behind": (f"{A}/{SLUG}/amp/", f"{A}/{SLUG}/"),
    "amp behind a file": (f"{A}/{SLUG}-12.html/amp/", f"{A}/{SLUG}-12.html"),
    "print of a bare number, whose article's address nobody knows": (f"{A}/print/22693.html", f"{A}/print/22693.html"),
    "nothing but print": (f"{A}/print/", f"{A}/print/"),
    "a section called print": (f"{A}/print/tin", f"{A}/print/tin"),
    "in may be a section": (f"{A}/tin/in/{SLUG}-12.html", f"{A}/tin/in/{SLUG}-12.html"),
    "print within a word": (f"{A}/blueprint/{SLUG}-12.html", f"{A}/blueprint/{SLUG}-12.html"),
    # The query.
    "bare question mark": (f"{A}/tin?", f"{A}/tin"),
    "tracking": (f"{A}/b?utm_source=z&UTM_Medium=s&id=5&fbclid=I&gclid=1&zarsrc=30&mc_cid=1", f"{A}/b?id=5"),
    "tracking in disguise": (f"{A}/b?%75tm_source=x&id=5", f"{A}/b?id=5"),
    "names that only begin like tracking": (f"{A}/b?utm=1&gclids=2&pk_id=3", f"{A}/b?utm=1&gclids=2&pk_id=3"),
    "Oracle's loop": (f"{A}/t?dDocName=P5&_afrLoop=12&_afrWindowMode=0&_adf.ctrl-state=x_4", f"{A}/t?dDocName=P5"),
    "Oracle's widths": (f"{A}/t?centerWidth=80%25&dDocName=P5&showFooter=false", f"{A}/t?dDocName=P5"),
    "sessions": (f"{A}/b?PHPSESSID=abc&jsessionid=1&ASPSESSIONIDABC=1&nv4_sess=3&id=5", f"{A}/b?id=5"),
    "sid as a token": (f"{A}/b?sid={TOKEN}&id=5", f"{A}/b?id=5"),
    "sid as a story": (f"{A}/b?name=News&sid=123", f"{A}/b?name=News&sid=123"),
    "a council's session": (f"{A}/b?session_id=15", f"{A}/b?session_id=15"),
    "a token that is an identity": (f"{A}/b?openForm&ParentUNID={TOKEN}", f"{A}/b?openForm&ParentUNID={TOKEN}"),
    "empty parameters": (f"{A}/b?a=&id=5&&d=&=", f"{A}/b?id=5"),
    "nought isn't empty": (f"{A}/b?cat=0&id=5", f"{A}/b?cat=0&id=5"),
    "escaped twice": (f"{A}/b?gd=39&amp;cn=723&amp;tc=24856", f"{A}/b?gd=39&cn=723&tc=24856"),
    "print switches": (f"{A}/b?id=5&print=1&printable=yes&tmpl=component&layout=default", f"{A}/b?id=5"),
    "view=print": (f"{A}/b?view=print&id=5", f"{A}/b?id=5"),
    "bare ?print": (f"{A}/tin/a-b-12.html?print", f"{A}/tin/a-b-12.html"),
    "?amp and ?amp=1": (f"{A}/tin/a-b-12.html?amp&amp=1", f"{A}/tin/a-b-12.html"),
    "print with a number of its own": (f"{A}/b?print=512", f"{A}/b?print=512"),
    "Joomla's view": (f"{A}/?option=com_tin&view=print&id=5", f"{A}/?option=com_tin&view=print&id=5"),
    "mobile m": (f"{A}/b?id=5&m=1", f"{A}/b?id=5"),
    "m as a month": (f"{A}/b?y=2020&m=1", f"{A}/b?y=2020&m=1"),
    "m as a module": (f"{A}/b?m=2&id=5", f"{A}/b?m=2&id=5"),
    "pageindex=0": (f"{A}/tin-noi-bat/a-b-950942?pageindex=0", f"{A}/tin-noi-bat/a-b-950942"),
    "page=1 of an article": (f"{A}/ChiTiet.aspx?nid=13066&Page=1", f"{A}/ChiTiet.aspx?nid=13066"),
    "page=1 of a list, perhaps its second": (f"{A}/tin-tuc?page=1", f"{A}/tin-tuc?page=1"),
    "page=1 of a term": (f"{A}/taxonomy/term/1234?page=1", f"{A}/taxonomy/term/1234?page=1"),
    "page=0 of a list": (f"{A}/tin-tuc?page=0", f"{A}/tin-tuc"),
    "counted from one by their names": (f"{A}/tin-tuc?trang=1&paged=1", f"{A}/tin-tuc"),
    "offset nought": (f"{A}/b?option=com_content&limitstart=0", f"{A}/b?option=com_content"),
    "second page": (f"{A}/b?id=5&page=2", f"{A}/b?id=5&page=2"),
    "page as a name": (f"{A}/?page=chitiet&id=5", f"{A}/?page=chitiet&id=5"),
    "language stays": (f"{A}/b?lang=vi&id=5", f"{A}/b?lang=vi&id=5"),
    "order stays": (f"{A}/?tc=24856&gd=39&cn=723&z=1&b=2", f"{A}/?tc=24856&gd=39&cn=723&z=1&b=2"),
    "bare identity": (f"{A}/tin?20240318", f"{A}/tin?20240318"),
    "raw Vietnamese in a query": (f"{A}/b?q=tức&x=%c3%a1", f"{A}/b?q=t%E1%BB%A9c&x=%C3%A1"),
    "unknown parameters stay": (f"{A}/b?ref=trang&v=2", f"{A}/b?ref=trang&v=2"),
    "cache breaker": (f"{A}/b?id=5&_=1710731460123", f"{A}/b?id=5"),
    "Liferay's defaults": (f"{A}/web/guest/-/{SLUG}?p_p_id=x&{DEFAULTS}", f"{A}/web/guest/-/{SLUG}"),
    "Liferay's way back": (
        f"{A}/-/{SLUG}?inheritRedirect=false&redirect=%2Fweb&{PORTLET}_redirect=%2F",
        f"{A}/-/{SLUG}",
    ),
    "Liferay's pages": (
        f"{A}/tin?p_p_id=x&{DEFAULTS}&{PORTLET}_cur=2&{PORTLET}_delta=10&{PORTLET}_resetCur=false",
        f"{A}/tin?p_p_id=x&{PORTLET}_cur=2&{PORTLET}_delta=10",
    ),
    "Liferay's first page": (f"{A}/tin?p_p_id=x&{DEFAULTS}&{PORTLET}_cur=1&{PORTLET}_delta=10", f"{A}/tin"),
    "Liferay's old articles": (
        f"{A}/tin?p_p_id=101&p_p_lifecycle=0&p_p_state=maximized&_101_assetEntryId=77",
        f"{A}/tin?p_p_id=101&p_p_state=maximized&_101_assetEntryId=77",
    ),
    "Liferay's resources": (
        f"{A}/tin?p_p_id=x&p_p_lifecycle=2&p_p_resource_id=load",
        f"{A}/tin?p_p_id=x&p_p_lifecycle=2&p_p_resource_id=load",
    ),
    "redirect elsewhere": (f"{A}/di?redirect=tin-12", f"{A}/di?redirect=tin-12"),
}


@pytest.mark.parametrize(("url", "wanted"), CANONICAL.values(), ids=CANONICAL.keys())
def test_canonical(url: str, wanted: str) -> None:
    assert canonical(url) == wanted
    assert canonical(wanted) == wanted
    assert key(url) == key(wanted)


ONE_ARTICLE = {
    "scheme and www": ("http://a.gov.vn/tin-5", "https://www.a.gov.vn/tin-5"),
    "mobile twins": (
        "http://m.a.vn/y/a-b-140840",
        "https://www.m.a.vn/y/a-b-140840",
        "http://mobile.a.vn/y/a-b-140840",
    ),
    "last slash": (f"{A}/tin/a-b-487", f"{A}/tin/a-b-487/"),
    "order of parameters": (f"{A}/?gd=39&cn=723&tc=24856", f"{A}/?tc=24856&cn=723&gd=39"),
    "a parameter told twice": (f"{A}/b?id=5&cat=2&id=5", f"{A}/b?cat=2&id=5"),
    "letter case of .aspx": (f"{A}/Trang/ChiTietTinTuc.aspx?nid=13066", f"{A}/trang/chitiettintuc.ASPX?NID=13066"),
    "portal/Pages": (f"{A}/portal/Pages/2024-5-17/Bai-a1.aspx", f"{A}/portal/pages/2024-5-17/bai-a1.aspx"),
    "portal/Pages without .aspx": (f"{A}/portal/Pages/2024-5-17/Bai-a1", f"{A}/portal/pages/2024-5-17/bai-a1"),
    "DNN": (f"{A}/Default.aspx?tabid=22641&ID=99", f"{A}/default.aspx?id=99&TabId=22641", f"{A}/?TabID=22641&ID=99"),
    "default document with a query": (f"{A}/index.php?option=com_content&id=5", f"{A}/?id=5&option=com_content"),
    "print of a bare number": (f"{A}/print/22693.html", f"{A}/22693.html"),
    "in": (f"{A}/in/{SLUG}-12.html", f"{A}/{SLUG}-12.html", f"{A}/{SLUG}-12.html?print=1", f"{A}/amp/{SLUG}-12.html"),
    "save and send": (
        f"{A}/tin/savefile/{SLUG}-12.html",
        f"{A}/tin/sendmail/{SLUG}-12.html",
        f"{A}/tin/{SLUG}-12.html",
    ),
    "composed letters and not": (f"{A}/Tin-tức", f"{A}/Tin-t\u01b0\u0301c", f"{A}/Tin-t%E1%BB%A9c"),
    "blanks in a query": (f"{A}/b?q=a+b", f"{A}/b?q=a%20b"),
    "brackets in a query": (f"{A}/b?a[]=1", f"{A}/b?a%5B%5D=1"),
    "Oracle": ("http://a.vn/t;jsessionid=A?_afrLoop=1&dDocName=P5", "https://a.vn/t?dDocName=P5&_afrLoop=2"),
    "Liferay's states": (
        f"{A}/tin?p_p_id=101&p_p_state=maximized&_101_assetEntryId=77",
        f"{A}/tin?_101_assetEntryId=77&p_p_id=101&p_p_lifecycle=0",
    ),
}


@pytest.mark.parametrize("urls", ONE_ARTICLE.values(), ids=ONE_ARTICLE.keys())
def test_addresses_of_one_article_share_a_key(urls: tuple[str, ...]) -> None:
    assert len({key(url) for url in urls}) == 1


TWO_ARTICLES = {
    "numbers": (f"{A}/tin/a-b-12.html", f"{A}/tin/a-b-13.html"),
    "letter case of an unknown system": (f"{A}/Chinh-tri/a", f"{A}/chinh-tri/a"),
    "letter case of a value": (f"{A}/b.aspx?id=aB", f"{A}/b.aspx?id=Ab"),
    "letter case of a name outside .aspx": (f"{A}/b.php?id=5", f"{A}/b.php?ID=5"),
    "hosts": ("https://a.gov.vn/tin-5", "https://b.gov.vn/tin-5"),
    "a commune's host": ("https://anphu.a.gov.vn/tin-5", "https://a.gov.vn/tin-5"),
    "a site called m": ("https://m.gov.vn/tin-5", "https://gov.vn/tin-5"),
    "a name that begins with m": ("https://mobile1.a.vn/tin-5", "https://a.vn/tin-5"),
    "ports": ("http://a.vn:8080/tin", "http://a.vn:8081/tin", "http://a.vn/tin"),
    "encoded slash": (f"{A}/a%2Fb", f"{A}/a/b"),
    "encoded plus": (f"{A}/b?q=a%2Bb", f"{A}/b?q=a+b"),
    "plus in a path": (f"{A}/a+b", f"{A}/a%20b"),
    "encoded ampersand": (f"{A}/b?q=a%26id=5", f"{A}/b?q=a&id=5"),
    "marks": (f"{A}/tin-tức", f"{A}/tin-tuc", f"{A}/tin-từc"),
    "order of one name": (f"{A}/b?c=1&c=2", f"{A}/b?c=2&c=1"),
    "values change places": (f"{A}/?gd=39&cn=723", f"{A}/?gd=723&cn=39"),
    "nid": (f"{A}/ChiTiet.aspx?nid=13066", f"{A}/ChiTiet.aspx?nid=13067", f"{A}/ChiTiet.aspx"),
    "tc of Hue": (f"{A}/?gd=39&cn=723&tc=24856", f"{A}/?gd=39&cn=723&tc=24857", f"{A}/?gd=39&cn=723"),
    "dDocName": (f"{A}/chi-tiet?dDocName=PORTAL1", f"{A}/chi-tiet?dDocName=PORTAL2", f"{A}/chi-tiet"),
    "tabid and ID": (f"{A}/Default.aspx?tabid=1&ID=2", f"{A}/Default.aspx?tabid=2&ID=1", f"{A}/Default.aspx?tabid=1"),
    "ItemID": (f"{A}/v.aspx?ItemID=7", f"{A}/v.aspx?ItemID=8"),
    "bare identity": (f"{A}/tin?123", f"{A}/tin?124", f"{A}/tin"),
    "stories by sid": (f"{A}/b?sid=123", f"{A}/b?sid=124"),
    "stories by GUID": (
        f"{A}/b?sid=11111111-aaaa-4bbb-8ccc-000000000001",
        f"{A}/b?sid=11111111-aaaa-4bbb-8ccc-000000000002",
    ),
    "Joomla": (
        f"{A}/index.php?option=com_content&view=article&id=5",
        f"{A}/index.php?option=com_content&view=category&id=5",
        f"{A}/index.php?option=com_tin&view=article&id=5",
    ),
    "Domino": (f"{A}/cb.nsf/NoiDung?openForm&ParentUNID=A1", f"{A}/cb.nsf/NoiDung?openForm&ParentUNID=A2"),
    "Liferay's entries": (f"{A}/t?p_p_id=1&_1_assetEntryId=77", f"{A}/t?p_p_id=1&_1_assetEntryId=78"),
    "Liferay's pages": (f"{A}/t?p_p_id=1&_1_cur=2", f"{A}/t?p_p_id=1&_1_cur=3", f"{A}/t"),
    "Liferay's articles": (f"{A}/web/dng/-/{SLUG}", f"{A}/web/dng/-/{SLUG}-1"),
    "categories that own the number": (f"{A}/tin-tuc/0/123456/a", f"{A}/tin-tuc/0/123457/a"),
    "languages": (f"{A}/vi/tin-5", f"{A}/en/tin-5"),
    "languages in the query": (f"{A}/b?id=5&lang=vi", f"{A}/b?id=5&lang=en"),
    "pages of an article": (f"{A}/b?id=5&page=2", f"{A}/b?id=5&page=3", f"{A}/b?id=5"),
    "lists that count from nought": (f"{A}/tin-tuc", f"{A}/tin-tuc?page=1", f"{A}/tin-tuc?page=2"),
    "prints": (f"{A}/print/22693.html", f"{A}/print/22694.html"),
    "sections called in": (f"{A}/dich-vu/in/bang-gia", f"{A}/dich-vu/bang-gia"),
    "extensions": (f"{A}/tin/a-b-12.html", f"{A}/tin/a-b-12.pdf"),
    "index of another folder": (f"{A}/tin/index.html", f"{A}/bai/index.html"),
    "index of another folder, with a query": (f"{A}/tin/index.php?id=5", f"{A}/bai/index.php?id=5"),
    "Tan Dan's days": (f"{A}/portal/Pages/2024-5-17/Bai-a1.aspx", f"{A}/portal/Pages/2024-5-18/Bai-a1.aspx"),
    "months": (f"{A}/b?y=2020&m=1", f"{A}/b?y=2020&m=2", f"{A}/b?y=2020"),
}


@pytest.mark.parametrize("urls", TWO_ARTICLES.values(), ids=TWO_ARTICLES.keys())
def test_addresses_of_different_articles_keep_their_keys(urls: tuple[str, ...]) -> None:
    assert len({key(url) for url in urls}) == len(urls)


OWN_COUNTS = {
    "the mobile page's": (f"http://m.a.gov.vn/tin/{SLUG}-140840", f"http://www.a.gov.vn/tin/{SLUG}-140840.html"),
    "the number's": (f"{A}/print/22693.html", f"{A}/tin/{SLUG}-22693.html"),
    "another category": (f"{A}/tin-tuc/206/123456/{SLUG}", f"{A}/tin-tuc/0/123456/{SLUG}"),
    "a parameter's": (f"{A}/?gd=39&cn=723&tc=24856", f"{A}/tin/{SLUG}-24856"),
    "unknown parameters gone": (f"{A}/tin/{SLUG}-12345.html?ref=trang", f"{A}/tin/{SLUG}-12345.html"),
    "words for a number": (f"{A}/?id=5", f"{A}/tin/{LONG}"),
    "words in another section": (f"{A}/tin-moi/{SLUG}", f"{A}/tin-tuc/{SLUG}.html"),
    "the front page's program": (f"{A}/tin/{SLUG}-24856", f"{A}/?id=24856"),
    "of a page for printing": (f"{A}/khai-mac/print", f"{A}/khai-mac"),
}


@pytest.mark.parametrize(("url", "own"), OWN_COUNTS.values(), ids=OWN_COUNTS.keys())
def test_own_address_counts(url: str, own: str) -> None:
    assert canonical(url, own) == own
    assert canonical(url, f"{own}#top") == own


MINE = f"{A}/tin/{SLUG}-12345.html"
OWN_IS_IGNORED = {
    "another site": (MINE, f"https://b.gov.vn/tin/{SLUG}-12345.html"),
    "the district's site": (f"https://anphu.a.gov.vn/tin/{SLUG}-12345.html", MINE),
    "front page": (MINE, f"{A}/"),
    "front page without slash": (MINE, A),
    "front page of a language": (MINE, f"{A}/vi/"),
    "front page's file": (MINE, f"{A}/trang-chu.html"),
    "front page's name": (f"{A}/tin/trang-chu.html", f"{A}/trang-chu.html"),
    "front page of SharePoint": (f"{A}/portal/Pages/2024-5-17/Bai-a1.aspx", f"{A}/portal/Pages/default.aspx"),
    "front page with a switch": (MINE, f"{A}/?lang=vi"),
    "print": (f"{A}/bai?id=12345", f"{A}/print/{SLUG}-12345.html"),
    "in": (f"{A}/bai?id=12345", f"{A}/in/{SLUG}-12345.html"),
    "save": (f"{A}/bai?id=12345", f"{A}/savefile/{SLUG}-12345.html"),
    "print's file": (f"{A}/bai.aspx?id=12345", f"{A}/Print.aspx?id=12345"),
    "print's parameter": (f"{A}/bai?id=12345", f"{A}/tin/{SLUG}-12345.html?print=1"),
    "its section": (f"{A}/tin-tuc/{SLUG}", f"{A}/tin-tuc"),
    "its program without the number": (f"{A}/ChiTiet.aspx?nid=13066", f"{A}/ChiTiet.aspx"),
    "a program in words": (f"{A}/{LONG}?bai=khai-mac", f"{A}/{LONG}"),
    "a section with a number": (f"{A}/chuyen-muc-777?bai=1234", f"{A}/chuyen-muc-777"),
    "a number among its parameters": (f"{A}/b?id=777&bai=1234", f"{A}/b?id=777"),
    "a section in many words": (f"{A}/{LONG}/12345", f"{A}/{LONG}"),
    "another number": (MINE, f"{A}/tin/{SLUG}-99999.html"),
    "another headline": (f"{A}/tin/{SLUG}", f"{A}/tin/{LONG}"),
    "some section": (MINE, f"{A}/tin-tuc-su-kien"),
    "relative": (MINE, f"/tin/{SLUG}-12345"),
    "no address": (MINE, "javascript:void(0)"),
    "damaged": (MINE, "http://[a.gov.vn/"),
    "empty": (MINE, ""),
}


@pytest.mark.parametrize(("url", "own"), OWN_IS_IGNORED.values(), ids=OWN_IS_IGNORED.keys())
def test_own_address_is_ignored(url: str, own: str) -> None:
    assert canonical(url, own) == url


ODD = [
    *(
        "",
        "#",
        "?",
        "tin/bai",
        "//a.vn/tin",
        "mailto:ai@a.vn",
        "javascript:void(0)",
        "data:text/html,x",
        "ftp://a.vn/x",
    ),
    *("http://", "http:///tin", "http://[a/", "http://a.vn:x/", "http://a.vn:99999/", "http://./", "http://a\u2100b/"),
]


@pytest.mark.parametrize("url", ODD)
def test_odd_addresses_come_back(url: str) -> None:
    assert canonical(f" {url}\n") == url
    assert canonical(f" {url}\n", MINE) == url
    assert key(f"\t{url} ") == url
    assert key_of(url, None) == canonical_of(url, None) == url


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("www.A.vn", "a.vn"),
        ("www.m.a.vn:8080", "a.vn:8080"),
        ("mobile.a.gov.vn", "a.gov.vn"),
        ("m.gov.vn", "m.gov.vn"),
        ("www.vn", "www.vn"),
        ("localhost", "localhost"),
        ("wwwa.vn", "wwwa.vn"),
    ],
)
def test_site(host: str, wanted: str) -> None:
    assert site(host) == wanted


WORDS = st.one_of(
    st.sampled_from(
        ["print", "in", "amp", "index.php", "Default.aspx", "pages", "tabid", SLUG, "a-b-123", "22693.html"]
    ),
    st.sampled_from(
        ["..", ".", "", ";jsessionid=A", "(S(ab12cd34ef56gh78ij90kl12))", "%2e", "%", "%41", "tức", "a:b", "-"]
    ),
    st.text(max_size=5),
)
PIECES = st.one_of(
    st.sampled_from(
        ["id=5", "m=1", "m", "y=2", "page=1", "page=0", "print=1", "amp", "amp;", "amp;amp;b=1", "tabid=2"]
    ),
    st.sampled_from(["p_p_id=x", "p_p_state=maximized", "p_p_lifecycle=2", "_x_cur=1", "_x_cur=2", "_x_delta=9"]),
    st.sampled_from(
        ["utm_a=1", "sid=5", f"sid={TOKEN}", "a=", "=", "&", "%26", "layout=default", "view=print", "option=c"]
    ),
    st.text(max_size=5),
)
HOSTS = st.one_of(
    st.sampled_from(["a.vn", "www.a.vn", "m.a.vn", "A.vn.", "a.vn:80", "báo.vn", "[::1]", "x@a.vn", ".", "a.."]),
    st.text(max_size=5),
)
ADDRESSES = st.builds(
    lambda scheme, host, path, query, end: f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}{end}",
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    st.lists(WORDS, max_size=5),
    st.lists(PIECES, max_size=5),
    st.sampled_from(["", "#x", " "]),
)
PLAIN = PIECES.filter(lambda piece: re.fullmatch(r"[\w=-]+", piece))
ORDERS = st.lists(PLAIN, max_size=6, unique_by=lambda piece: piece.partition("=")[0].lower()).flatmap(
    lambda pieces: st.tuples(st.just(pieces), st.permutations(pieces))
)


@settings(max_examples=600, deadline=None)
@given(ADDRESSES | st.text(max_size=30), st.none() | ADDRESSES)
@example(f"{A}/{SLUG}/print/index.html", None)
@example(f"{A}/{SLUG}-12/print?page=1", None)
@example(f"{A}/tin?p_p_id=x&print=1", None)
@example("http://a.vn/%2%35%%341", None)
@example("http://a.vn/\udcff?\ud800", None)
def test_the_canonical_form_is_settled_and_keeps_the_key(url: str, own: str | None) -> None:
    once = canonical(url)
    assert canonical(once) == once
    assert key(once) == key(url)
    chosen = canonical(url, own)
    assert canonical(chosen) == chosen
    assert chosen in (once, canonical(own or ""))
    looks_like_article(url, own)


@settings(max_examples=300, deadline=None)
@given(ORDERS)
def test_order_of_parameters_is_no_part_of_the_key(orders: tuple[list[str], list[str]]) -> None:
    one, other = ("&".join(order) for order in orders)
    assert key(f"{A}/tin?{one}") == key(f"{A}/tin?{other}")


def test_without_a_family_the_queue_uses_them() -> None:
    url = "http://www.A.gov.vn/tin/bai-12.html?utm_source=z#x"
    assert canonical_of(url, None) == "http://www.a.gov.vn/tin/bai-12.html"
    assert key_of(url, None) == "a.gov.vn/tin/bai-12.html"


def test_a_family_has_its_own_keys() -> None:
    assert key_of("https://dongnai.gov.vn/vi/news/tin/ra-quan-48904.html", "nukeviet") == "dongnai.gov.vn/news#48904"
    # Its lists keep the address: the family knows which of their parameters and slashes count.
    assert key_of("http://Dongnai.gov.vn/vi/news/tin/?page=1#x", "nukeviet") == "dongnai.gov.vn/vi/news/tin/?page=1"


@pytest.mark.parametrize(
    ("url", "own", "wanted"),
    [
        (f"{A}/tin/{SLUG}", f"{A}/tin/khac", True),
        (f"https://m.a.gov.vn/tin/{SLUG}", f"{A}/tin/khac", True),
        (f"{A}/b?nid=13066", None, True),
        (f"{A}/tin-tuc", f"{A}/tin/khac", False),
        (f"https://b.gov.vn/tin/{SLUG}", f"{A}/tin/khac", False),
        (f"{A}/tin/{SLUG}#x", f"{A}/tin/{SLUG}", False),
        (f"mailto:{SLUG}@a.vn", None, False),
        (f"http://[a/{SLUG}", None, False),
        (f"{A}/tin/{SLUG}", "http://[a/", False),
    ],
)
def test_looks_like_article(url: str, own: str | None, wanted: bool) -> None:
    assert looks_like_article(url, own) is wanted
