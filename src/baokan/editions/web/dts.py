"""A static tree of Distributed Text Services 1.0, level 0: entry, collections, navigation and documents as files.

Papers are collections, issues resources, articles their citable units. A reference is an article's file name without ".html".
"""

from __future__ import annotations

import json
from typing import Any

from lxml import etree

from baokan.editions.web.addresses import file_stem
from baokan.editions.web.catalogue import Catalogue
from baokan.editions.web.output import Output
from baokan.editions.web.pages import IssuePages
from baokan.editions.web.site import Site
from baokan.tei.names import TEI, XML_ID, tei

CONTEXT = "https://dtsapi.org/context/v1.0.json"
WRAPPER = "https://w3id.org/api/dts#"
VERSION = "1.0"
TREE = [{"@type": "CitationTree", "citeStructure": [{"citeType": "article"}]}]


def write_json(out: Output, name: str, value: dict[str, Any]) -> None:
    out.write(f"dts/{name}.json", json.dumps(value, ensure_ascii=False) + "\n")


def base(site: Site) -> str:
    return f"{site.url}dts/" if site.url else ""


def write_documents(folder: str, tree: etree._ElementTree, made: IssuePages, site: Site, out: Output) -> None:
    """Write an issue's navigation, its collection, its whole document and one for each article that has an xml:id."""
    units = [page for page in made.pages if page.kind == "article" and page.id]
    resource = {"@id": folder, "@type": "Resource", "title": made.title, **templates(folder, site), "citationTrees": TREE}
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
    navigation = {
        "@context": CONTEXT,
        "dtsVersion": VERSION,
        "@id": f"{base(site)}navigation/{folder}.json",
        "@type": "Navigation",
        "resource": resource,
        "member": members,
    }
    write_json(out, f"navigation/{folder}", navigation)
    collection = issue_resource(folder, made.title, made.date, made.when, site)
    write_json(out, f"collection/{folder}", {"@context": CONTEXT, **collection})
    out.write(f"dts/document/{folder}.xml", etree.tostring(tree, encoding="utf-8", xml_declaration=True))
    by_id, sidebars = divisions(tree)
    for page in units:
        if page.id in by_id:
            ref = page.href.removesuffix(".html")
            parts = [by_id[page.id], *sidebars.get(f"#{page.id}", ())]
            out.write(f"dts/document/{folder}/{ref}.xml", fragment(parts))


def templates(folder: str, site: Site) -> dict[str, str]:
    """The resource's own endpoints, as URI templates."""
    return {
        "collection": f"{base(site)}collection/{folder}.json",
        "navigation": f"{base(site)}navigation/{folder}.json",
        "document": f"{base(site)}document/{folder}{{/ref}}.xml",
    }


def issue_resource(folder: str, title: str, date: str, day: str, site: Site) -> dict[str, Any]:
    """An issue in a collection."""
    return {
        "@id": folder,
        "@type": "Resource",
        "dtsVersion": VERSION,
        "title": f"{title} {date}",
        "totalParents": 1,
        "totalChildren": 0,
        **templates(folder, site),
        "citationTrees": TREE,
        "download": f"{site.url}tei/{folder}.xml" if site.url else f"../../tei/{folder}.xml",
        "dublinCore": {"title": [{"lang": "zh", "value": title}]} | ({"date": day} if day else {}),
    }


def write_entry(site: Site, out: Output, catalogue: Catalogue) -> None:
    """Write the entry point and the collection of the papers."""
    entry = {
        "@context": CONTEXT,
        "dtsVersion": VERSION,
        "@id": f"{base(site)}index.json",
        "@type": "EntryPoint",
        "collection": f"{base(site)}collection/{{+id}}.json",
        "navigation": f"{base(site)}navigation/{{resource}}.json",
        "document": f"{base(site)}document/{{resource}}{{/ref}}.xml",
    }
    write_json(out, "index", entry)
    papers = catalogue.rows("select paper, count(*) n from issue group by paper order by paper")
    members = [paper_collection(row["paper"], row["n"], site) for row in papers]
    whole = {"@context": CONTEXT, **collection("index", site.title, 0, len(members), site), "member": members}
    write_json(out, "collection/index", whole)


def write_paper_collection(paper: str, site: Site, out: Output, catalogue: Catalogue) -> None:
    """Write the collection of a paper's issues; none where it has none."""
    rows = catalogue.rows("select * from issue where paper = ? order by day, folder", paper)
    issues = [issue_resource(i["folder"], i["title"], i["date"], i["day"], site) for i in rows]
    if issues:
        own = paper_collection(paper, len(issues), site)
        write_json(out, f"collection/{own['@id']}", {"@context": CONTEXT, **own, "member": issues})


def paper_collection(paper: str, issues: int, site: Site) -> dict[str, Any]:
    return collection(f"papers/{file_stem(paper)}", paper or "其他文献", 1, issues, site)


def collection(name: str, title: str, parents: int, children: int, site: Site) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "Collection",
        "dtsVersion": VERSION,
        "title": title,
        "totalParents": parents,
        "totalChildren": children,
        "collection": f"{base(site)}collection/{name}.json",
    }


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
