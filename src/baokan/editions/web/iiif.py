"""A IIIF Presentation 3 manifest for an issue whose pages have pictures."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from lxml import etree

from baokan.editions.web.output import Output
from baokan.editions.web.pages import IssuePages
from baokan.editions.web.site import Site
from baokan.tei.names import XML_ID, tei

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
}
PROPORTION = (1000, 1414)  # of a canvas whose picture's size isn't known: its units are its own


def write_manifest(tree: etree._ElementTree, made: IssuePages, folder: str, site: Site, out: Output) -> int:
    """Write iiif/<folder>/manifest.json if any surface has a picture; returns how many have.

    Ids are addresses, so without the site's url they are seen from the site's folder and viewers can't use them.
    """
    base = f"{site.url}iiif/{quote(folder)}"
    surfaces = [s for s in tree.getroot().iter(tei("surface")) if picture_of(s, site) is not None]
    if not surfaces:
        return 0
    canvases = [canvas(surface, number, base, site) for number, surface in enumerate(surfaces, 1)]
    manifest = {
        "@context": CONTEXT,
        "id": f"{base}/manifest.json",
        "type": "Manifest",
        "label": {"none": [f"{made.title} {made.date}"]},
        "metadata": [
            {"label": {"zh": ["报纸"], "en": ["Newspaper"]}, "value": {"none": [made.paper or made.title]}},
            {"label": {"zh": ["日期"], "en": ["Date"]}, "value": {"none": [made.date]}},
        ],
        "homepage": [
            {
                "id": f"{site.url}issues/{quote(folder)}/index.html",
                "type": "Text",
                "format": "text/html",
                "label": {"none": [made.title]},
            }
        ],
        "seeAlso": [
            {
                "id": f"{site.url}tei/{quote(folder)}.xml",
                "type": "Dataset",
                "format": "application/tei+xml",
                "label": {"none": ["TEI"]},
            }
        ],
        "items": canvases,
    }
    if made.when[4:5] == "-" and len(made.when) == 10:
        manifest["navDate"] = f"{made.when}T00:00:00Z"
    out.write(f"iiif/{folder}/manifest.json", json.dumps(manifest, ensure_ascii=False) + "\n")
    return len(surfaces)


def has_pictures(tree: etree._ElementTree, site: Site) -> bool:
    """Whether the issue gets a manifest."""
    return any(picture_of(surface, site) is not None for surface in tree.getroot().iter(tei("surface")))


def picture_of(surface: etree._Element, site: Site) -> str | None:
    """The address of the surface's picture; None without one, or where it leads elsewhere on this machine."""
    for graphic in surface.findall(tei("graphic")):
        url = str(graphic.get("url", ""))
        if url.startswith(("https://", "http://")):
            return url
        if url and ":" not in url and not url.startswith(("/", "\\")) and ".." not in url:
            return f"{site.url}images/{quote(url)}"
    return None


def canvas(surface: etree._Element, number: int, base: str, site: Site) -> dict[str, Any]:
    width, height = size_of(surface)
    name = f"{base}/canvas/{number}"
    picture = picture_of(surface, site) or ""
    body: dict[str, Any] = {"id": picture, "type": "Image", "width": width, "height": height}
    if kind := TYPES.get(picture.rpartition(".")[2].lower()):
        body["format"] = kind
    annotation = {"id": f"{name}/image", "type": "Annotation", "motivation": "painting", "body": body, "target": name}
    return {
        "id": name,
        "type": "Canvas",
        "label": {"none": [surface.get("n") or surface.get(XML_ID) or str(number)]},
        "width": width,
        "height": height,
        "items": [{"id": f"{name}/page", "type": "AnnotationPage", "items": [annotation]}],
    }


def size_of(surface: etree._Element) -> tuple[int, int]:
    graphic = surface.find(tei("graphic"))
    for source, names in ((surface, ("lrx", "lry")), (graphic, ("width", "height"))):
        if source is None:
            continue
        try:
            width, height = (int(float(source.get(name, "").removesuffix("px"))) for name in names)
        except ValueError:
            continue
        if width > 0 and height > 0:
            return width, height
    return PROPORTION
