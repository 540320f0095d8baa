from __future__ import annotations

from pathlib import Path

import pytest
from read.sources import alto, page_xml, write_mets

from baokan.errors import UnreadableInput
from baokan.jobs import Plan, find_jobs


def names(jobs: list) -> list[tuple[str, list[str]]]:  # type: ignore[type-arg]
    return [(job.issue, [path.name for path in job.paths]) for job in jobs]


def test_a_folder_of_pages_is_an_issue_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "1931-05-04"
    folder.mkdir()
    for number in (10, 2, 1):
        (folder / f"p{number}.xml").write_text(alto(), encoding="utf-8")
    (folder / "p1.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "readme.md").write_text("x")
    assert names(find_jobs([folder])) == [("_1931-05-04", ["p1.xml", "p2.xml", "p10.xml"])]


def test_folders_below_are_issues_of_their_own_and_a_mets_takes_its_files_along(tmp_path: Path) -> None:
    write_mets(tmp_path / "all" / "a")
    (tmp_path / "all" / "b").mkdir()
    (tmp_path / "all" / "b" / "p.xml").write_text(page_xml(), encoding="utf-8")
    (tmp_path / "all" / "b" / "old.txt").write_text("新桥通车", encoding="utf-8")
    assert names(find_jobs([tmp_path / "all"])) == [("issue", ["issue.xml"]), ("old", ["old.txt"]), ("b", ["p.xml"])]


@pytest.mark.parametrize("table", [
    "name,id,paper,date,page\np1.xml,x1,宁安日报,1931-05-04,2\np2.xml,x1,宁安日报,1931-05-04,1\n",
    "\ufeffname;id;paper;date;page\r\np1.xml;x1;宁安日报;1931-05-04;2\r\np2.xml;x1;宁安日报;1931-05-04;1\r\n",
])  # fmt: skip
def test_a_csv_says_what_belongs_together(tmp_path: Path, table: str) -> None:
    for number in (1, 2, 3):
        (tmp_path / f"p{number}.xml").write_text(alto(), encoding="utf-8")
    (tmp_path / "manifest.csv").write_text(table, encoding="utf-8")
    jobs = find_jobs([tmp_path])
    assert names(jobs) == [("x1", ["p2.xml", "p1.xml"]), ("p3", ["p3.xml"])]
    paper = jobs[0].metadata[0].paper
    assert paper is not None and paper.value == "宁安日报"


def test_a_faulty_csv_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "p1.xml").write_text(alto(), encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("name,colour\np1.xml,red\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"manifest\.csv: p1\.xml: unknown key 'colour'"):
        find_jobs([tmp_path])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="holds no page"):
        find_jobs([tmp_path])


def test_what_can_not_be_looked_at_is_told_and_the_rest_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("新桥通车", encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    plan = Plan()
    plan.add(tmp_path)
    assert [job.issue for job in plan] == ["a"] and len(plan) == 1
    assert [(Path(f.path).name, f.code, f.message) for f in plan.findings] == [
        ("gone.txt", "unreadable", "It is a link to what isn't there.")
    ]


def test_a_file_named_twice_counts_once_and_a_faulty_source_takes_nothing_in(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("新桥通车", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    plan = Plan()
    for source in (tmp_path / "b.txt", tmp_path, tmp_path / "b.txt"):
        plan.add(source)
    with pytest.raises(UnreadableInput):
        plan.add(tmp_path / "empty")
    assert [job.issue for job in plan] == ["b", "a"] == [job.issue for job in plan]
    assert not any(job.clash for job in plan)
