"""Course descriptions come out safe, whatever went in: fault C4."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalogue.factories import make_course
from yexiao.catalogue import api as catalogue
from yexiao.catalogue._markdown import ATTRIBUTES, TAGS, to_safe_html
from yexiao.common.refusals import NotFound

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="https://example.org" onclick="alert(1)">here</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<svg><use href="data:image/svg+xml;base64,PHN2Zz4="/></svg>',
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](&#106;avascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:msgbox(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[click][x]",
    "![pixel](https://tracker.example/p.gif)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "<style>body{display:none}</style>",
    '<p style="position:fixed;inset:0">cover</p>',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name=q></form>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '[a](https://example.org "title\\" onmouseover=alert(1)")',
    "```html\n<script>alert(1)</script>\n```",
    "<!--<img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


class Reader(HTMLParser):
    """Read HTML as a browser does: which elements, which attributes, which text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def assert_harmless(html: str) -> None:
    for tag, attributes in read(html).elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES.get(tag, set()) | {"rel"}
        if "href" in attributes:
            assert re.match(r"(https?|mailto|tel):|[^:]*$", attributes["href"] or "")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_description_does_nothing(hostile):
    assert_harmless(to_safe_html(f"Before {hostile} after\n\n{hostile}\n\nThe end"))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_text_around_it_is_kept(hostile):
    text = read(to_safe_html(f"Before\n\n{hostile}\n\nThe end")).text

    assert text.startswith("Before")
    assert text.endswith("The end\n")


def test_html_in_a_description_is_shown_as_text():
    html = to_safe_html("Write <script>alert(1)</script> to see")

    assert html == "<p>Write &lt;script&gt;alert(1)&lt;/script&gt; to see</p>\n"


def test_markdown_becomes_the_elements_a_page_may_have():
    html = to_safe_html("# 一\n\n**重点** 和 *语气*\n\n- 甲\n- 乙\n\n[学习](https://example.org/)")

    assert html == (
        "<h3>一</h3>\n<p><strong>重点</strong> 和 <em>语气</em></p>\n<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"
        '<p><a href="https://example.org/" rel="noopener nofollow ugc">学习</a></p>\n'
    )


@given(st.text(alphabet="<>/\"'=&;:()[]!`#*_-\\ \n\tabcjsriptonhref", max_size=120))
def test_no_text_at_all_becomes_anything_but_reading_matter(text):
    assert_harmless(to_safe_html(text))


@pytest.mark.django_db
def test_a_body_is_given_in_the_language_asked():
    course_id = make_course(body="**第一晚**", body_en="**First evening**")

    chinese = catalogue.describe_body(course_id, "zh-hans")
    english = catalogue.describe_body(course_id, "en")

    assert (chinese, english) == (
        "<p><strong>第一晚</strong></p>\n",
        "<p><strong>First evening</strong></p>\n",
    )


@pytest.mark.django_db
def test_a_body_without_english_is_given_in_chinese():
    course_id = make_course(body="第一晚", body_en="")

    assert catalogue.describe_body(course_id, "en") == "<p>第一晚</p>\n"


@pytest.mark.django_db
def test_an_unknown_course_has_no_body():
    with pytest.raises(NotFound):
        catalogue.describe_body(999_999, "en")
