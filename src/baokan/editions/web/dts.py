"""A static tree of Distributed Text Services 1.0, level 0: entry, collections, navigation and documents as files.

Papers are collections, issues resources, articles their citable units. A reference is an article's file name without ".html".
"""

from __future__ import annotations

import json
from typing import Any

from lxml import etree

from baokan.editions.web.catalogue import Catalogue
from baokan.editions.web.output import Output
from baokan.editions.web.pages import IssuePages
from baokan.editions.web.site import Site
from baokan.tei.names import TEI, XML_ID, tei

CONTEXT = "https://dtsapi.org/context/v1.0.json"
WRAPPER = "https://w3id.org/api/dts#"
VERSION = "1.0"
TREE = [{"@type": "CitationTree", "citeStructure": [{"citeType": "article"}]}]


class DtsTree:
    """Writes dts/ as issues come; `close` writes the collections."""

    def __init__(self, site: Site, out: Output, catalogue: Catalogue) -> None:
        self.base = f"{site.url}dts/" if site.url else ""
        self.site = site
        self.out = out
        self.catalogue = catalogue

    def write(self, name: str, value: dict[str, Any]) -> None:
        self.out.write(f"dts/{name}.json", json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def add(self, folder: str, tree: etree._ElementTree, made: IssuePages) -> None:
        """Write an issue's navigation, its whole document and one for each article that has an xml:id."""
        units = [page for page in made.pages if page.kind == "article" and page.id]
        resource = {"@id": folder, "@type": "Resource", "title": made.title, **self.templates(folder), "citationTrees": TREE}
        members = [
            {
                "identifier": page.href.removesuffix(".html"),
                "@type": "CitableUnit",
                "level": 1,
                "parent": None,
                "citeType": "article",
                "dublinCore": {"title": [{"lang": made.lang, "value": page.title}]},
            }
            for page in units
        ]
        self.write(
            f"navigation/{folder}",
            {
                "@context": CONTEXT,
                "dtsVersion": VERSION,
                "@id": f"{self.base}navigation/{folder}.json",
                "@type": "Navigation",
                "resource": resource,
                "member": members,
            },
        )
        self.out.write(f"dts/document/{folder}.xml", etree.tostring(tree, encoding="utf-8", xml_declaration=True))
        by_id, sidebars = divisions(tree)
        for page in units:
            if page.id in by_id:
                ref = page.href.removesuffix(".html")
                parts = [by_id[page.id], *sidebars.get(f"#{page.id}", ())]
                self.out.write(f"dts/document/{folder}/{ref}.xml", fragment(parts))

    def templates(self, folder: str) -> dict[str, str]:
        """The resource's own endpoints, as URI templates."""
        return {
            "collection": f"{self.base}collection/{folder}.json",
            "navigation": f"{self.base}navigation/{folder}.json",
            "document": f"{self.base}document/{folder}{{/ref}}.xml",
        }

    def close(self) -> None:
        self.write(
            "index",
            {
                "@context": CONTEXT,
                "dtsVersion": VERSION,
                "@id": f"{self.base}index.json",
                "@type": "EntryPoint",
                "collection": f"{self.base}collection/{{+id}}.json",
                "navigation": f"{self.base}navigation/{{resource}}.json",
                "document": f"{self.base}document/{{resource}}{{/ref}}.xml",
            },
        )
        papers = list(self.catalogue.rows("select paper, count(*) n from issue group by paper order by paper"))
        members = [
            self.collection(f"papers/{self.catalogue.stem('paper', row['paper'])}", row["paper"] or "其他文献", 1, row["n"])
            for row in papers
        ]
        self.write(
            "collection/index",
            {"@context": CONTEXT, **self.collection("index", self.site.title, 0, len(members)), "member": members},
        )
        for row, member in zip(papers, members, strict=True):
            issues = self.catalogue.rows("select * from issue where paper = ? order by day, folder", row["paper"])
            self.write(
                f"collection/{member['@id']}", {"@context": CONTEXT, **member, "member": [self.issue(issue) for issue in issues]}
            )

    def collection(self, name: str, title: str, parents: int, children: int) -> dict[str, Any]:
        return {
            "@id": name,
            "@type": "Collection",
            "dtsVersion": VERSION,
            "title": title,
            "totalParents": parents,
            "totalChildren": children,
            "collection": f"{self.base}collection/{name}.json",
        }

    def issue(self, row: Any) -> dict[str, Any]:
        """A resource, also written as a collection response of its own."""
        resource = {
            "@id": row["folder"],
            "@type": "Resource",
            "dtsVersion": VERSION,
            "title": f"{row['title']} {row['date']}",
            "totalParents": 1,
            "totalChildren": 0,
            **self.templates(row["folder"]),
            "citationTrees": TREE,
            "download": f"{self.site.url}tei/{row['folder']}.xml" if self.site.url else f"../../tei/{row['folder']}.xml",
            "dublinCore": {"title": [{"lang": "zh", "value": row["title"]}]} | ({"date": row["day"]} if row["day"] else {}),
        }
        self.write(f"collection/{row['folder']}", {"@context": CONTEXT, **resource})
        return resource


def divisions(tree: etree._ElementTree) -> tuple[dict[str, etree._Element], dict[str, list[etree._Element]]]:
    """The text's top divisions by xml:id, and its sidebars by what they point to."""
    by_id: dict[str, etree._Element] = {}
    sidebars: dict[str, list[etree._Element]] = {}
    for holder in tree.getroot().iter(tei("body"), tei("front"), tei("back")):
        for element in holder:
            if element.get(XML_ID):
                by_id[element.get(XML_ID, "")] = element
            if element.get("corresp"):
                sidebars.setdefault(element.get("corresp", ""), []).append(element)
    return by_id, sidebars


def fragment(elements: list[etree._Element]) -> bytes:
    """A DTS document response for one reference: the article, and its sidebars."""
    root = etree.Element(tei("TEI"), nsmap={None: TEI})
    etree.SubElement(root, f"{{{WRAPPER}}}wrapper", nsmap={"dts": WRAPPER})
    head = etree.tostring(root, encoding="unicode").replace("/></TEI>", ">")
    body = "\n".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n</dts:wrapper></TEI>\n'.encode()
