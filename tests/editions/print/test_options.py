"""Paper, columns, font and template as options; and what the pieces of make-up do by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from made_issues import article, prose
from tagged_pdf import squeezed, text_lines

from baokan.cli import main
from baokan.editions.issues import read_issue
from baokan.editions.printing import PrintOptions, Typesetter
from baokan.editions.printing.breaks import break_head
from baokan.editions.printing.flow import Piece, fewest_rows, fill
from baokan.editions.printing.frames import MM, parse_paper
from baokan.editions.printing.names import sort_key
from baokan.errors import UnreadableInput, UsageError

Write = Callable[..., Path]


def test_papers_have_names_or_sides() -> None:
    assert parse_paper("Tabloid").width == 272 * MM
    assert parse_paper("300x400mm").height == 400 * MM
    for wrong in ("foolscap", "10x10", "300", "9999x300", "300x400cm"):
        with pytest.raises(UsageError, match="no paper"):
            parse_paper(wrong)


@pytest.mark.parametrize(
    "options", [{"layout": "poster"}, {"columns": 0}, {"columns": 12, "paper": "a5"}, {"font": "No Such Font"}, {"paper": "1x1"}]
)
def test_what_cannot_be_is_a_usage_error(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Typesetter(PrintOptions(**options))  # type: ignore[arg-type]


def test_the_command_takes_them_all(write_issue: Write, tmp_path: Path) -> None:
    path = write_issue(article(1, length=900))
    asked = ["--layout", "newspaper", "--paper", "a4", "--columns", "2", "--font", "Noto Sans CJK SC", "--no-embed"]
    result = CliRunner().invoke(main, ["render", "print", str(path), "-o", str(tmp_path / "p"), *asked])
    assert result.exit_code == 0, result.output
    reader = pypdf.PdfReader(tmp_path / "p" / "x.pdf")
    assert round(float(reader.pages[0].mediabox.width) / MM) == 210 and not reader.attachments
    fonts = {str(f.get_object()["/BaseFont"]) for f in reader.pages[0]["/Resources"]["/Font"].values()}
    # the title alone keeps the family's serif; text is in the font asked for
    assert any("NotoSansCJK" in name for name in fonts)


def test_a_template_of_the_project_takes_the_place_of_ours(write_issue: Write, tmp_path: Path) -> None:
    template = tmp_path / "own.typ"
    names = ("supplied", "surplus", "emended", "named", "remark", "jump", "runin")
    phrases = "\n".join(f"#let {name}(..given) = given.pos().last()" for name in names)
    template.write_text(
        f'#import "parts.typ": *\n{phrases}\n#let seam(cert) = none\n'
        '#let issue(about, items) = { set document(title: "own"); set text(font: fonts.serif, lang: "zh")\n'
        "[本社版式 #items.len()] }",
        encoding="utf-8",
    )
    with Typesetter(PrintOptions(layout="reading", template=template, embed=False)) as typesetter:
        path = write_issue(article(1))
        (tmp_path / "o.pdf").write_bytes(typesetter.set_issue(read_issue(path), path)[0])
    assert squeezed(pypdf.PdfReader(tmp_path / "o.pdf").pages[0].extract_text()) == "本社版式1"
    with pytest.raises(UnreadableInput):
        Typesetter(PrintOptions(template=tmp_path / "absent.typ"))


@pytest.mark.parametrize("layout", ["newspaper", "reading"])
def test_no_forbidden_mark_opens_or_ends_a_line(write_issue: Write, tmp_path: Path, layout: str) -> None:
    marks = "“桥”，‘河’。《旬报》（一）、〔二〕：甲·乙；丙！丁？……"
    body = "".join(article(n, length=700, after=f"<p>{prose(n)}{marks * 9}</p>") for n in range(1, 7))
    path, target = write_issue(body), tmp_path / "k.pdf"
    with Typesetter(PrintOptions(layout=layout)) as typesetter:
        target.write_bytes(typesetter.set_issue(read_issue(path), path)[0])
    lines = text_lines(target)
    assert len(lines) > 200
    assert not [line for line in lines if line[0] in "，。、；：！？”’」』》〉）】〕…·%" or line[-1] in "“‘「『《〈（【〔"]


def test_columns_fill_line_by_line_and_a_cross_head_keeps_its_line() -> None:
    filling = fill([Piece(3), Piece(2, breaks=False, keeps=True), Piece(4)], [5, 6])
    assert filling is not None and filling.starts == ((0, 0), (1, 0), (1, 2)) and filling.used == (3, 6)
    assert fill([Piece(12)], [5, 6]) is None
    assert fewest_rows([Piece(10)], 4) == 3
    assert fewest_rows([Piece(10)], 4, reserved=2, reserve_rows=3) == 4


def test_heads_break_after_marks_and_never_inside_quotations_or_numbers() -> None:
    assert break_head("清河新桥合龙，两岸鸣锣相庆", 2, 13, 9) == ["清河新桥合龙，", "两岸鸣锣相庆"]
    assert break_head("泽头镇打造“禾丰”小镇名片", 2, 13, 8) == ["泽头镇打造", "“禾丰”小镇名片"]
    lines = break_head("去年水位1234.5厘米", 2, 9.4, 7)
    assert lines is not None and any("1234.5厘" in line for line in lines)
    assert break_head("一二三四五六", 2, 6, 2) is None


def test_names_sort_by_pinyin_or_by_radical() -> None:
    assert sorted(["郑莉", "陈宏青", "彭辉"], key=lambda name: sort_key(name, True)) == ["陈宏青", "彭辉", "郑莉"]
    assert sorted(["鄭莉", "一鳴"], key=lambda name: sort_key(name, False)) == ["一鳴", "鄭莉"]
