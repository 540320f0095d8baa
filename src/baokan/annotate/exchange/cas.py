"""UIMA CAS XMI as INCEpTION writes and reads it, through dkpro-cassis: layers to bytes and back.

INCEpTION's own layers for sentences, tokens, parts of speech and names; remarks in a layer of ours. UIMA counts UTF-16 units,
everything here characters.
"""

from __future__ import annotations

import io
import warnings
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import Any

from baokan.annotate.exchange.cas_check import AGAIN, AGAIN_ZH, Checked, check_xmi
from baokan.annotate.exchange.cas_types import FEATURES, NAMED_ENTITY, POS, REMARK, SENTENCE, TOKEN, TYPE_SYSTEM
from baokan.annotate.exchange.layers import FileSentence, Layers, Remark, id_to_origin
from baokan.annotate.exchange.names import Tag
from baokan.annotate.tokens import Token
from baokan.errors import MissingPart, UnreadableInput


def cassis() -> Any:
    """The library. Raises MissingPart."""
    try:
        import cassis
    except ImportError as error:
        raise MissingPart("UIMA CAS XMI needs dkpro-cassis.", "pip install 'baokan[inception]'") from error
    return cassis


@cache
def our_types() -> Any:
    """The types that an export uses."""
    types = cassis().TypeSystem()
    for name in FEATURES:
        add_type(types, name)
    return types


def add_type(types: Any, name: str) -> None:
    made = types.create_type(name=name, supertypeName="uima.tcas.Annotation")
    for feature, range_name in FEATURES[name].items():
        types.create_feature(domainType=made, name=feature, rangeType=range_name)


def type_system() -> bytes:
    """The type system of all exports, which INCEpTION also takes as the definition of the remarks' layer."""
    text: str = our_types().to_xml()
    return text.encode("utf-8")


def layers_to_xmi(layers: Layers) -> bytes:
    """The same layers give the same bytes."""
    types = our_types()
    cas = cassis().Cas(typesystem=types)
    cas.sofa_string = layers.text
    cas.sofa_mime = "text/plain"
    made = {name: types.get_type(name) for name in FEATURES}
    for sentence in layers.sentences:
        cas.add(made[SENTENCE](begin=sentence.start, end=sentence.end, id=sentence.id))
        for token in sentence.tokens:
            pos = made[POS](begin=token.start, end=token.end, PosValue=token.pos or None, coarseValue=token.upos or None)
            cas.add(pos)
            cas.add(made[TOKEN](begin=token.start, end=token.end, pos=pos))
    for name in layers.names:
        cas.add(made[NAMED_ENTITY](begin=name.start, end=name.end, value=name.kind, identifier=name.ref or None))
    for r in layers.remarks:
        cas.add(made[REMARK](begin=r.start, end=r.end, id=r.id, label=r.label, comment=r.comment or None))
    text: str = cas.to_xmi(pretty_print=True)
    return text.encode("utf-8")


def xmi_to_layers(data: bytes, types: bytes | None) -> Layers:
    """The layers of an XMI file; types: its type system, if it has one. Raises UnreadableInput (without the file's name)."""
    known = read_types(types) if types is not None else all_types()
    checked = check_xmi(data, features_of(known))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of types that a lenient reading leaves out
        try:
            cas = cassis().load_cas_from_xmi(io.BytesIO(checked.data), typesystem=known, lenient=True)
            return cas_to_layers(cas, checked, known.contains_type(REMARK))
        except (MissingPart, UnreadableInput):
            raise
        except Exception as error:  # whatever else the library stumbles over is a fault of the file, not of the run
            what = f"{type(error).__name__}: {error}"
            zh = f"不是可读的 CAS：{what}", AGAIN_ZH
            raise UnreadableInput(f"isn't a CAS that can be read: {what}", AGAIN, zh) from error


def read_types(data: bytes) -> Any:
    """Raises UnreadableInput (without the file's name)."""
    try:
        return cassis().load_typesystem(io.BytesIO(data))
    except MissingPart:
        raise
    except Exception as error:  # the library raises whatever its parser and its checks raise
        what = f"{type(error).__name__}: {error}"
        zh = f"{TYPE_SYSTEM} 不是类型系统：{what}", AGAIN_ZH
        raise UnreadableInput(f"comes with a {TYPE_SYSTEM} that isn't a type system: {what}", AGAIN, zh) from error


def all_types() -> Any:
    """What a file without a type system may use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own way of reading its resource
        types = cassis().load_dkpro_core_typesystem()
    add_type(types, REMARK)
    return types


def features_of(types: Any) -> Callable[[str], dict[str, str] | None]:
    """Type -> feature -> name of its range; None for a type that isn't known."""

    @cache
    def find(name: str) -> dict[str, str] | None:
        if not types.contains_type(name):
            return None
        return {f.name: f.rangeType.name for f in types.get_type(name).all_features}

    return find


def cas_to_layers(cas: Any, checked: Checked, remarkable: bool) -> Layers:
    layers = Layers(cas.sofa_string or "", remarkable=remarkable, faults=checked.faults, sound=not checked.faults)

    def every(name: str) -> list[Any]:
        found = cas.select(name) if cas.typesystem.contains_type(name) else []
        return sorted(found, key=lambda fs: (fs.begin, -fs.end, fs.xmiID))

    tokens = [to_token(fs) for fs in every(TOKEN)]
    starts = [t.start for t in tokens]
    for fs in every(SENTENCE):
        inside = tuple(tokens[bisect_left(starts, fs.begin) : bisect_left(starts, fs.end)])
        key = text_of(fs, "id")
        layers.sentences.append(FileSentence(fs.begin, fs.end, key, inside, checked.line(fs), id_to_origin(key, fs.begin)))
    for fs in every(NAMED_ENTITY):
        tag = Tag(fs.begin, fs.end, text_of(fs, "value"), text_of(fs, "identifier"), checked.line(fs))
        layers.names.append(tag)
    for fs in every(REMARK):
        key, label, comment = (text_of(fs, part) for part in ("id", "label", "comment"))
        layers.remarks.append(Remark(fs.begin, fs.end, key, label, comment, checked.line(fs)))
    return layers


def to_token(fs: Any) -> Token:
    pos = getattr(fs, "pos", None)
    return Token(fs.begin, fs.end, text_of(pos, "PosValue"), text_of(pos, "coarseValue"))


def text_of(fs: Any, feature: str) -> str:
    value = getattr(fs, feature, None)
    return value if isinstance(value, str) else ""
