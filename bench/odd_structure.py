"""Compares two RELAX NG grammars definition by definition and prints where they differ.

Usage: python bench/odd_structure.py OURS.rng THEIRS.rng [MOST]. Annotations, embedded Schematron, the names of
anyElement patterns and the order of alternatives are left out; what is printed may still mean the same.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
Tree = tuple  # (tag, attributes, text, children)
WRAPPERS = ("group", "choice")


def normal(node: etree._Element) -> list[Tree]:
    """A pattern in a form in which grouping that means nothing is gone."""
    tag = node.tag.removeprefix(RNG)
    if tag in ("ref", "define"):
        attributes = (re.sub(r"^anyElement[-_](.*?)(_\d+)?$", r"any-\1", node.get("name", "")),)
    else:
        attributes = tuple(sorted((k, v) for k, v in node.attrib.items() if not k.startswith("{")))
    children = [t for child in node if isinstance(child.tag, str) and child.tag.startswith(RNG) for t in normal(child)]
    text = " ".join((node.text or "").split()) if tag in ("value", "param", "name") else ""
    parent = node.getparent()
    if tag in WRAPPERS and len(children) == 1:
        return children
    if tag == "group":
        within = parent is not None and parent.tag.removeprefix(RNG) in WRAPPERS
        return [("group", (), "", tuple(children))] if within else children
    if tag == "choice":
        children = sorted(set(children), key=repr)
    if tag == "element":
        children = [c for c in children if c[0] != "empty"]
        content = [c for c in children if not is_attribute(c)]
        children = content + sorted((c for c in children if is_attribute(c)), key=repr)
    elif tag == "define" and any(is_attribute(c) for c in children):
        children = sorted(children, key=repr)
    return [(tag, attributes, text, tuple(children))]


def is_attribute(tree: Tree) -> bool:
    tag, attributes, _, children = tree
    if tag == "ref":
        return ".attribute" in attributes[0]
    return tag == "attribute" or (tag in ("optional", "choice", "group") and all(map(is_attribute, children)))


def definitions(path: Path) -> dict[str, list[Tree]]:
    found: dict[str, list[Tree]] = {}
    for define in etree.parse(str(path)).getroot().iter(f"{RNG}define"):
        (tree,) = normal(define)
        found.setdefault(tree[1][0], []).append(tree[3])
    return found


def main(ours: Path, theirs: Path, most: int) -> int:
    left, right = definitions(ours), definitions(theirs)
    print(f"definitions: {len(left)} and {len(right)}, of one name {len(left.keys() & right.keys())}")
    print("only ours:", *sorted(left.keys() - right.keys())[:most])
    print("only theirs:", *sorted(right.keys() - left.keys())[:most])
    differing = [name for name in sorted(left.keys() & right.keys()) if left[name] != right[name]]
    for name in differing[:most]:
        print("-", name, "\n   ours  ", left[name], "\n   theirs", right[name])
    print(f"{len(differing)} definitions differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 40))
