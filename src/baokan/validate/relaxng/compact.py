"""The compact syntax (.rnc) to the XML syntax, as the compact syntax's own specification maps one to the other."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from baokan.validate.relaxng.compact_annotations import Annotations
from baokan.validate.relaxng.compact_tokens import text_to_tokens
from baokan.validate.relaxng.datatypes import XSD_LIBRARY
from baokan.validate.relaxng.problems import SchemaError
from baokan.validate.relaxng.syntax import RNG

_SIGNS = {",": "group", "&": "interleave", "|": "choice"}
_TIMES = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_ASSIGNS = {"=": "", "|=": "choice", "&=": "interleave"}
_DEEPEST = 200  # brackets in brackets


def compact_to_xml(path: Path) -> etree._Element:
    """The root of a schema in XML syntax. Raises SchemaError with the line of what is wrong."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    except OSError as error:
        raise SchemaError(path, 0, f"the schema can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SchemaError(path, data.count(b"\n", 0, error.start) + 1, "the schema isn't UTF-8") from error
    return _Reader(text, path).schema()


class _Reader(Annotations):
    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text_to_tokens(text, path), path)
        self.libraries: dict[str, str] = {"xsd": XSD_LIBRARY}
        self.default: str | None = None  # None: that of the including file
        self.bare: etree._Element | None = None  # a class or datatype with - that no brackets are around yet

    def schema(self) -> etree._Element:
        self.declarations()
        nsmap: dict[str | None, str] = {prefix: uri for prefix, uri in self.prefixes.items() if uri and prefix != "xml"}
        nsmap[None] = RNG[1:-1]
        self.root = etree.Element(RNG + "grammar", nsmap=nsmap)
        self.notes()
        if self.at_content() or self.token.kind == "end":
            root = self.root
            self.put_notes(root)
            self.contents(root, "end")
        else:
            root = self.pattern()
            if self.token.kind != "end":
                raise self.bad(f"{self.token.text!r} stands after the schema's one pattern")
            if root.getparent() is None:
                self.root.append(root)  # takes over the namespaces that QNames in it need
        return root

    # declarations

    def declarations(self) -> None:
        while self.token.kind == "keyword" and self.token.text in ("namespace", "default", "datatypes"):
            if self.following().text in ("=", "|=", "&=") and self.token.text != "default":
                return  # not reached by a right schema: a keyword can't be defined unescaped
            kind = self.next().text
            if kind == "default":
                self.expect("namespace")
            prefix = self.word() if self.token.text != "=" else ""
            self.expect("=")
            if kind == "datatypes":
                self.libraries[prefix] = self.literal()
                continue
            uri = None if self.token.text == "inherit" and self.next() else self.literal()
            if prefix:
                self.bind(prefix, uri)
            if kind == "default":
                self.default = uri

    # grammars

    def at_content(self) -> bool:
        """Whether a grammar's content begins here, and not a pattern."""
        token, after = self.token, self.following()
        if token.kind == "keyword" and token.text in ("div", "include"):
            return True
        if token.text == "start" and token.kind == "keyword":
            return True
        if token.kind == "name" and after.kind == "mark" and after.text in (*_ASSIGNS, "["):
            return True
        return token.kind == "cname" and after.text == "[" and after.kind == "mark"

    def contents(self, parent: etree._Element, end: str) -> None:
        while True:
            self.notes()
            if self.token.kind == "end" or (self.token.kind == "mark" and self.token.text == "}"):
                if self.waiting:
                    raise self.bad("documentation stands after what it could belong to")
                if (self.token.kind == "end") != (end == "end"):
                    raise self.bad("a bracket is closed that isn't open" if end == "end" else "} is missing at the end")
                return
            self.content(parent)

    def content(self, parent: etree._Element) -> None:
        if self.token.kind in ("name", "cname") and self.following().text == "[" and self.following().kind == "mark":
            parent.append(self.foreign())
            return
        token = self.next()
        if token.kind == "keyword" and token.text == "div":
            element = self.make(parent, "div", token.line)
            self.inside(lambda: self.contents(element, "}"))
        elif token.kind == "keyword" and token.text == "include":
            element = self.make(parent, "include", token.line, href=self.literal())
            self.inherit(element)
            if self.token.text == "{" and self.token.kind == "mark":
                self.inside(lambda: self.contents(element, "}"))
        elif token.kind == "name" or token.text == "start":
            is_start = token.kind == "keyword"
            element = self.make(parent, "start" if is_start else "define", token.line)
            if not is_start:
                element.set("name", token.text)
            sign = self.next()
            if sign.kind != "mark" or sign.text not in _ASSIGNS:
                raise self.bad(f"= is missing after {token.text}", sign.line)
            if _ASSIGNS[sign.text]:
                element.set("combine", _ASSIGNS[sign.text])
            element.append(self.pattern())
        else:
            raise self.bad(f"{token.text!r} can't stand here; start, a definition, div or include can", token.line)

    def inherit(self, element: etree._Element) -> None:
        if self.token.text == "inherit" and self.token.kind == "keyword":
            self.next()
            self.expect("=")
            uri = self.uri(self.word())
        else:
            uri = self.default
        if uri is not None:
            element.set("ns", uri)

    # patterns

    def pattern(self) -> etree._Element:
        """Particles with one kind of sign between them."""
        first = self.particle()
        sign = self.token.text if self.token.kind == "mark" else ""
        if sign not in _SIGNS:
            return first
        self.no_bare_except(first)
        whole = self.make(None, _SIGNS[sign], self.token.line)
        whole.append(first)
        while self.token.kind == "mark" and self.token.text in _SIGNS:
            if self.token.text != sign:
                raise self.bad(f"{sign} and {self.token.text} are mixed; brackets must say which binds first")
            self.next()
            whole.append(self.particle())
            self.no_bare_except(whole[-1])
        return whole

    def no_bare_except(self, element: etree._Element) -> None:
        """The minus sign binds nothing: with another sign beside it, brackets are needed."""
        if element is self.bare:
            raise self.bad("brackets are needed around what - stands in")

    def particle(self) -> etree._Element:
        self.notes()
        element = self.primary()
        if self.token.kind == "mark" and self.token.text in _TIMES:
            self.no_bare_except(element)
            repeated = self.make(None, _TIMES[self.token.text], self.next().line)
            repeated.append(element)
            element = repeated
        self.notes_after(element)
        return element

    def primary(self) -> etree._Element:
        token = self.token
        if token.kind == "mark" and token.text == "(":
            return self.bracketed()
        if token.kind == "literal":
            return self.value("token", "", self.literal())
        self.next()
        if token.kind == "name":
            return self.make(None, "ref", token.line, name=token.text)
        if token.kind == "cname":
            prefix, _, local = token.text.partition(":")
            if prefix not in self.libraries:
                raise self.bad(f"the datatypes prefix {prefix} isn't declared", token.line)
            return self.data(local, self.libraries[prefix], token.line)
        if token.kind == "keyword":
            return self.by_keyword(token.text, token.line)
        raise self.bad(f"{token.text!r} can't begin a pattern" if token.text else "a pattern is missing at the end", token.line)

    def bracketed(self) -> etree._Element:
        self.next()
        self.deeper()
        element = self.pattern()
        self.depth -= 1
        self.expect(")")
        self.bare = None
        return element

    def by_keyword(self, word: str, line: int) -> etree._Element:
        if word in ("empty", "text", "notAllowed"):
            return self.make(None, word, line)
        if word in ("string", "token"):
            return self.data(word, "", line)
        if word in ("element", "attribute"):
            element = self.make(None, word, line)
            element.append(self.name_class(word == "element"))
            self.inside(lambda: element.append(self.pattern()))
            return element
        if word in ("list", "mixed"):
            element = self.make(None, word, line)
            self.inside(lambda: element.append(self.pattern()))
            return element
        if word == "grammar":
            element = self.make(None, word, line)
            self.inside(lambda: self.contents(element, "}"))
            return element
        if word == "parent":
            return self.make(None, "parentRef", line, name=self.identifier())
        if word == "external":
            element = self.make(None, "externalRef", line, href=self.literal())
            self.inherit(element)
            return element
        raise self.bad(f"{word} can't begin a pattern", line)

    def data(self, name: str, library: str, line: int) -> etree._Element:
        if self.token.kind == "literal":
            return self.value(name, library, self.literal())
        element = self.make(None, "data", line, type=name, datatypeLibrary=library)
        if self.token.kind == "mark" and self.token.text == "{":
            self.inside(lambda: self.parameters(element))
        if self.token.kind == "mark" and self.token.text == "-":
            self.next()
            self.notes()
            excluded = self.primary()
            self.no_bare_except(excluded)
            self.make(element, "except", line).append(excluded)
            self.bare = element
        return element

    def parameters(self, data: etree._Element) -> None:
        while not (self.token.kind == "mark" and self.token.text == "}"):
            self.notes()
            line, name = self.token.line, self.word()
            self.expect("=")
            self.make(data, "param", line, name=name).text = self.literal()

    def value(self, name: str, library: str, text: str) -> etree._Element:
        element = self.make(None, "value", self.token.line, type=name, datatypeLibrary=library)
        element.text = text
        if self.default is not None:
            element.set("ns", self.default)
        return element

    # name classes

    def name_class(self, of_element: bool) -> etree._Element:
        self.notes()
        first = self.simple_class(of_element)
        self.notes_after(first)
        if not (self.token.kind == "mark" and self.token.text == "|"):
            return first
        self.no_bare_except(first)
        choice = self.make(None, "choice", self.token.line)
        choice.append(first)
        while self.token.kind == "mark" and self.token.text == "|":
            self.next()
            self.notes()
            choice.append(self.simple_class(of_element))
            self.no_bare_except(choice[-1])
            self.notes_after(choice[-1])
        return choice

    def simple_class(self, of_element: bool) -> etree._Element:
        token = self.next()
        if token.kind == "mark" and token.text == "(":
            self.deeper()
            element = self.name_class(of_element)
            self.depth -= 1
            self.expect(")")
            self.bare = None
            return element
        if token.kind == "mark" and token.text == "*":
            return self.excepted(self.make(None, "anyName", token.line), of_element)
        if token.kind == "wild":
            return self.excepted(self.named("nsName", token.text[:-2], token.line), of_element)
        if token.kind == "cname":
            prefix, _, local = token.text.partition(":")
            element = self.named("name", prefix, token.line)
            element.text = local
            return element
        if token.kind in ("name", "keyword"):
            element = self.make(None, "name", token.line)
            element.text = token.text
            if not of_element:
                element.set("ns", "")
            elif self.default is not None:
                element.set("ns", self.default)
            return element
        raise self.bad(f"{token.text!r} isn't a name", token.line)

    def named(self, kind: str, prefix: str, line: int) -> etree._Element:
        element = self.make(None, kind, line)
        uri = self.uri(prefix)
        if uri is not None:
            element.set("ns", uri)
        return element

    def excepted(self, element: etree._Element, of_element: bool) -> etree._Element:
        if self.token.kind == "mark" and self.token.text == "-":
            line = self.next().line
            self.notes()
            self.make(element, "except", line).append(self.simple_class(of_element))
            self.bare = element
        return element

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.bad(f"more than {_DEEPEST} brackets stand in one another")
