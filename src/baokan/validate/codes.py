"""The codes of findings and what each is about; the codes of Schematron rules are the ids of their assertions."""

from __future__ import annotations

CODES: dict[str, tuple[str, str]] = {
    # the file's form
    "unreadable": ("A file can't be read", "文件无法读取"),
    "not-well-formed": ("The file isn't well-formed XML", "文件不是合式的 XML"),
    "xml-entity": ("An entity is used that the file doesn't declare; none is loaded", "使用了本文件未声明的实体，实体一律不载入"),
    "xml-deep": ("Elements nest deeper than any edition does", "元素嵌套过深"),
    "xml-big": ("One tag, attribute or comment is larger than 10 MB", "单个标签、属性或注释超过 10 MB"),
    # its schema
    "schema-assumed": ("No schema was found, so TEI P5 as a whole was taken", "没有找到模式，按 TEI P5 全部模块检查"),
    "schema-missing": ("A schema that the file names isn't at hand", "所指模式不在本机"),
    "schema-unreadable": ("A schema that the file names is wrong", "文件所指的模式有误"),
    "schema-language": ("A schema is in a language that baokan doesn't read", "模式的语言无法使用"),
    "no-schema": ("The file isn't TEI and names no schema", "不是 TEI，也没有指明模式"),
    "tei-namespace": ("The root looks like TEI's and isn't in its namespace", "根元素不在 TEI 命名空间内"),
    # RELAX NG
    "rng-element": ("An element stands where it can't", "元素不可出现在此处"),
    "rng-incomplete": ("Something required is missing", "缺少必需的内容"),
    "rng-text": ("Text stands where it can't, or isn't what it must be", "文字不可出现在此处或不合规定"),
    "rng-attribute": ("An attribute can't stand on this element", "元素不可有此属性"),
    "rng-attribute-missing": ("A required attribute is missing", "缺少必需的属性"),
    "rng-attribute-value": ("An attribute has a value that it can't have", "属性值不合规定"),
    "rng-id": ("An identifier by the schema's ID types is given twice (--ids)", "模式中 ID 类型的标识重复（--ids）"),
    "rng-idref": ("A reference by the schema's IDREF types has no target (--ids)", "模式中 IDREF 类型的引用无所指（--ids）"),
    # Schematron
    "rule": ("A Schematron rule without an id of its own is broken", "违反没有标识的 Schematron 规则"),
    "rules-not-run": ("Rules need the extra schematron2, which isn't installed", "规则需要附加组件 schematron2，尚未安装"),
    "rules-unreadable": ("Rules are wrong and couldn't be run", "规则有误，无法运行"),
    # TEI practice
    "id-twice": ("An xml:id is given twice in a file", "同一文件中 xml:id 重复"),
    "file-name": ("A file isn't named after its root's xml:id", "文件名与根元素的 xml:id 不一致"),
    "date-real": ("A date is no day of the calendar", "日期在日历上不存在"),
    "date-order": ("A span of time ends before it begins", "起讫日期颠倒"),
    "next-mutual": ("A @next isn't answered by a @prev", "@next 没有对应的 @prev"),
    "prev-mutual": ("A @prev isn't answered by a @next", "@prev 没有对应的 @next"),
    "zone-outside": ("A zone reaches over the edge of its surface", "区域超出页面"),
    # across the corpus
    "include-missing": ("An included file isn't there", "所包含的文件不存在"),
    "link-dangling": ("A pointer has no target", "引用没有所指"),
    "link-ambiguous": ("A pointer may mean several elements of its corpus", "引用在语料库中有多处所指"),
    # fidelity and the report itself
    "fidelity": ("A source can't be restored byte for byte", "来源不能逐字节还原"),
    "more-findings": ("A file has more findings than are shown", "问题过多，未全部列出"),
    "waiver-unused": ("A waiver covers nothing", "豁免没有用到"),
}
