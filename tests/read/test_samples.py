"""Files of public projects, read in place: encoded, valid, given back byte for byte, and with all of their words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from baokan.encode import Outcome, encode_job, find_jobs
from baokan.tei import restore
from baokan.validate import validate

SAMPLES = ("alto", "page", "mets", "ecpo", "hocr")
SPACE = re.compile(r"\s+")


@pytest.fixture(params=SAMPLES)
def outcomes(request: pytest.FixtureRequest, shared: Path, tmp_path: Path) -> list[Outcome]:
    folder = shared / "samples" / request.param
    return [encode_job(job, tmp_path, set()) for job in find_jobs([folder])]


def test_encoded_valid_and_restored(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        assert outcome.path is not None
        assert not [finding.format() for finding in validate(outcome.path)]
        root = etree.parse(str(outcome.path)).getroot()
        names = [title.text for title in root.iterfind(".//{*}bibl/{*}title")]
        files = {path.name: path for job_path in outcome.job.paths for path in job_path.parent.rglob("*") if path.is_file()}
        for number, name in enumerate(names, 1):
            assert restore(outcome.path, number) == files[name or ""].read_bytes()


def test_every_word_of_the_mets_is_in_the_text(shared: Path, tmp_path: Path) -> None:
    folder = shared / "samples" / "mets"
    (job,) = find_jobs([folder])
    outcome = encode_job(job, tmp_path, set())
    assert outcome.path is not None
    root = etree.parse(str(outcome.path)).getroot()
    text = SPACE.sub("", "".join(root.find("{*}text").itertext()))
    for path in folder.rglob("text/*.xml"):
        for block in etree.parse(str(path)).getroot().iter("{*}TextBlock"):
            words = "".join(string.get("CONTENT", "") for string in block.iter("{*}String"))
            assert SPACE.sub("", words) in text
    assert len(root.findall(".//{*}surface")) == 2
    assert len(root.findall(".//{*}surface/{*}zone")) == 23 + 16 + len(root.findall(".//{*}zone[@type='picture']"))
    assert len(root.findall(".//{*}div[@type='article']")) == 10
    assert [f.code for f in outcome.findings] == ["reference", "reference"]  # two of its four pages aren't among the samples


def test_what_is_broken_is_said_with_a_line(shared: Path, tmp_path: Path) -> None:
    for path in sorted((shared / "samples").glob("*/invalid/*")):
        (job,) = find_jobs([path])
        outcome = encode_job(job, tmp_path / path.parts[-3], set())
        assert outcome.exit_code == 4
        assert all(finding.line > 0 for finding in outcome.findings), path
