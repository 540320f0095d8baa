"""Against schemas that others publish: TEI's tei_all, CLARIN's PressMint. And baokan's own schema within tei_all."""

from __future__ import annotations

import random
from pathlib import Path

import odd_referee
import odd_structure
import odd_subset
import pytest
from lxml import etree

from baokan.assets import asset
from baokan.schema import compile_odd
from baokan.validate.relaxng import load_schema

# tei_all.rng at hand has two attributes on div that no TEI source has; PressMint.odd.rng is made from TEI 4.11.0a.
SCHEMAS = asset("schemas")
EVERY_MODULE = Path(odd_structure.__file__).with_name("odd_every_module.odd")
EXPLAINED = {"tei_all": {"tei_div"}, "pressmint": {"tei_facsimile", "tei_zone"}}


@pytest.fixture
def published(shared: Path, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, Path]:
    """(compiled grammar, published grammar)"""
    p5subset = shared / "tei" / "p5subset.xml"
    if request.param == "tei_all":
        odd, theirs = EVERY_MODULE, shared / "tei" / "tei_all.rng"
    else:
        odd, theirs = shared / "pressmint" / "PressMint.odd.xml", shared / "pressmint" / "PressMint.odd.rng"
    ours = tmp_path / f"{request.param}.rng"
    ours.write_bytes(compile_odd(odd, p5subset).rng)
    return ours, theirs


@pytest.mark.parametrize("published", ["tei_all", "pressmint"], indirect=True)
def test_definition_by_definition(published: tuple[Path, Path]) -> None:
    ours, theirs = (odd_structure.definitions(path) for path in published)
    assert not ours.keys() - theirs.keys()
    unreferenced = {name for name in theirs.keys() - ours.keys() if "_sequence" in name or "_alternation" in name}
    assert theirs.keys() - ours.keys() == unreferenced
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing == EXPLAINED[published[0].stem]


@pytest.mark.parametrize("published", ["pressmint"], indirect=True)
def test_verdicts_on_mutants(published: tuple[Path, Path], shared: Path, tmp_path: Path) -> None:
    chance = random.Random(4)
    samples = [etree.parse(str(path)).getroot() for path in sorted((shared / "pressmint").glob("PressMint-SI_*.xml"))]
    files = []
    for number in range(120):
        files.append(tmp_path / f"{number}.xml")
        root = samples[number] if number < len(samples) else odd_referee.mutant(chance.choice(samples), chance)[1]
        files[-1].write_bytes(etree.tostring(root))
    ours, theirs = (odd_referee.judge_alone(grammar, files) for grammar in published)
    assert ours.keys() == theirs.keys()
    assert 30 < len(ours) < 118  # most mutations break a document, some don't


def test_what_baokan_allows_tei_allows(shared: Path) -> None:
    documents = odd_subset.draw(300, 2026)
    assert odd_subset.refused(documents, odd_subset.OURS) == []
    assert odd_subset.refused(documents, shared / "tei" / "tei_all.rng") == []
    names = {etree.QName(node).localname for document in documents for node in document.getroot().iter("*")}
    defined = {element.get("name") for element in etree.parse(str(odd_subset.OURS)).getroot().iter("{*}element")}
    assert defined - names <= {"include"}  # every element is drawn; an include becomes an issue


def test_the_odd_is_valid_tei(shared: Path) -> None:
    schema = load_schema(shared / "tei" / "tei_all.rng")
    for path in (SCHEMAS / "baokan.odd", SCHEMAS / "tei-facts.xml", EVERY_MODULE):
        assert schema.validate_tree(etree.parse(str(path)), str(path)) == []
