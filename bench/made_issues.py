"""Issues written by us, about a place that doesn't exist, for the benches and tests of the print edition."""

from __future__ import annotations

from xml.sax.saxutils import escape

SENTENCES = (
    "清河镇的新桥昨天合龙，两岸的人敲着锣鼓来看。",
    "镇长白一鸣说：“等路面铺好，老莫的豆腐车就不用绕道了。”",
    "据县水文站统计，今年1—9月来水3.2亿立方米，比去年多12.5%。",
    "学生们画了一百零七张桥，贴在《清河旬报》的橱窗里……",
    "工地上的灯（一共四十盏）亮到天明；值夜的人喝着姜汤。",
)
HEADER = """<teiHeader><fileDesc><titleStmt><title>清河旬报</title></titleStmt>
<publicationStmt><publisher>清河书局</publisher><availability><p>可自由使用</p></availability></publicationStmt>
<sourceDesc><biblStruct type="newspaper"><monogr><title level="j">清河旬报</title>
<imprint><date when="2021-02-26"/></imprint></monogr></biblStruct>
<bibl type="digital-source"><title>p1.txt</title><idno type="sha256">00ff</idno></bibl></sourceDesc></fileDesc></teiHeader>"""


def prose(length: int, start: int = 0) -> str:
    """Text of about so many characters, a different one for each start."""
    text = ""
    while len(text) < length:
        text += SENTENCES[(start + len(text)) % len(SENTENCES)]
    return text


def article(number: int, head: str = "新桥合龙", length: int = 300, inside: str = "", after: str = "") -> str:
    paragraphs = "".join(f"<p>第{number}条。{escape(prose(min(length - n, 180), n + number))}</p>" for n in range(0, length, 180))
    heads = f'<head type="main">{escape(head)}</head>' if head else ""
    return f'<div type="article" xml:id="x.a{number}">{heads}{inside}{paragraphs}{after}</div>'


def figure(number: int, caption: str = "图为新桥合龙现场。", graphic: str = "") -> str:
    return f'<figure xml:id="x.f{number}">{graphic}<p>{caption}</p></figure>'


def issue(body: str, lang: str = "zh-Hans") -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="x" xml:lang="{lang}">{HEADER}<text><body>{body}</body></text></TEI>'
