"""What the compiler says of an ODD: one entry a code, in English and Chinese, with the facts in braces."""

from __future__ import annotations

from dataclasses import dataclass

from baokan.findings import Severity


@dataclass(frozen=True, slots=True)
class Message:
    """An error says that something the ODD asks for isn't in the result, an info that something is otherwise than it seems."""

    severity: Severity
    text: str
    hint: str
    text_zh: str
    hint_zh: str


_E, _I = Severity.ERROR, Severity.INFO
MESSAGES: dict[str, Message] = {
    "odd-include-unreadable": Message(
        _E,
        "The included “{href}” can't be read.",
        "check href and xpointer.",
        "无法读取所引入的“{href}”。",
        "请检查 href 和 xpointer。",
    ),
    "odd-second-schema": Message(
        _I,
        "Only the first schemaSpec of a file is compiled.",
        "split the file.",
        "一个文件只编译第一个 schemaSpec。",
        "请拆分文件。",
    ),
    "odd-absent": Message(
        _I,
        "“{ident}” isn't in the schema, so its {mode} has no effect.",
        "add it with moduleRef or elementRef, or remove this.",
        "“{ident}”不在模式中，{mode} 不起作用。",
        "请用 moduleRef 或 elementRef 引入，或删去此处。",
    ),
    "odd-mode": Message(
        _E,
        "mode “{mode}” isn't one.",
        "use add, change, replace or delete.",
        "没有“{mode}”这种 mode。",
        "请用 add、change、replace 或 delete。",
    ),
    "odd-group-missing": Message(
        _E,
        "No specGrp “{target}” is found.",
        "give the specGrp this xml:id, or correct target.",
        "找不到 specGrp“{target}”。",
        "请给 specGrp 加上此 xml:id，或改正 target。",
    ),
    "odd-group-circle": Message(
        _I, "The specGrp “{target}” includes itself.", "remove one of the two.", "specGrp“{target}”引用了自己。", "请去掉其一。"
    ),
    "odd-network": Message(
        _E,
        "{url} is on the network, and nothing is fetched.",
        "download it to {path}; it is found there.",
        "{url} 在网上，本程序不联网。",
        "请下载到 {path}，程序会在那里找到它。",
    ),
    "odd-file-missing": Message(
        _E,
        "The file “{url}” is missing.",
        "put it at {path}, or correct the path.",
        "缺少文件“{url}”。",
        "请放到 {path}，或改正路径。",
    ),
    "odd-source-version": Message(
        _I,
        "{source} is asked for, and {version} is read.",
        "give the p5subset.xml of that version with --tei.",
        "要求 {source}，所读的是 {version}。",
        "请用 --tei 指定该版本的 p5subset.xml。",
    ),
    "odd-facts": Message(
        _I,
        "The facts of {version} serve, which hold neither TEI's Schematron rules nor its descriptions.",
        "give TEI's p5subset.xml with --tei to have them.",
        "所用的是 {version} 的结构摘要，不含 TEI 的 Schematron 规则和说明。",
        "如需要，请用 --tei 指定 TEI 的 p5subset.xml。",
    ),
    "odd-module-missing": Message(
        _E, "There is no module “{key}”.", "the modules are {modules}.", "没有模块“{key}”。", "可用的模块有 {modules}。"
    ),
    "odd-not-in-module": Message(
        _I,
        "Module {key} has no element “{name}”.",
        "correct include or except, which name elements.",
        "模块 {key} 没有元素“{name}”。",
        "请改正 include 或 except，其中应写元素名。",
    ),
    "odd-reference-missing": Message(
        _E, "There is no “{key}” to refer to.", "correct key, or define it.", "没有可引用的“{key}”。", "请改正 key，或定义它。"
    ),
    "odd-attribute-absent": Message(
        _I,
        "{element} has no attribute “{attribute}” to change.",
        'give it mode="add", or correct the name.',
        "{element} 没有可改的属性“{attribute}”。",
        '请改用 mode="add"，或改正名称。',
    ),
    "odd-attref-absent": Message(
        _I,
        "attRef borrows @{name} of {owner}, which isn't in the schema, so it gives nothing.",
        "add the class with classRef, or correct class and name.",
        "attRef 所借 {owner} 的 @{name} 不在模式中，不起作用。",
        "请用 classRef 引入该类，或改正 class 和 name。",
    ),
    "odd-occurrence": Message(
        _E,
        "minOccurs={least} is more than maxOccurs={most}.",
        "give a maxOccurs, which is 1 when absent.",
        "minOccurs={least} 大于 maxOccurs={most}。",
        "请写明 maxOccurs，缺省为 1。",
    ),
    "odd-occurrence-large": Message(
        _E,
        "{copies} copies of this are more than a schema can hold; any number is allowed instead.",
        "lower minOccurs or maxOccurs.",
        "重复 {copies} 次，超出模式所能容纳，改为不限次数。",
        "请减小 minOccurs 或 maxOccurs。",
    ),
    "odd-datatype-absent": Message(
        _I,
        "The datatype “{key}” isn't in the schema, so any text is allowed.",
        "add it with dataRef, or correct key.",
        "数据类型“{key}”不在模式中，因此允许任何文字。",
        "请用 dataRef 引入，或改正 key。",
    ),
    "odd-external": Message(
        _E,
        "{path} isn't a RELAX NG grammar in XML.",
        "give the url of an .rng file.",
        "{path} 不是 XML 形式的 RELAX NG 语法。",
        "请给出 .rng 文件的 url。",
    ),
    "odd-external-missing": Message(
        _E,
        "{path} includes “{href}”, which is missing.",
        "put it at {target}.",
        "{path} 引入的“{href}”不存在。",
        "请放到 {target}。",
    ),
    "odd-start-absent": Message(
        _I,
        "start names “{name}”, which isn't in the schema.",
        "correct start.",
        "start 所列的“{name}”不在模式中。",
        "请改正 start。",
    ),
    "odd-start": Message(
        _E, "No start element is in the schema.", "name one with start.", "模式中没有起始元素。", "请用 start 指定一个。"
    ),
    "odd-rule-scheme": Message(
        _I,
        "The rule {ident} is in “{scheme}”, not in ISO Schematron.",
        "only Schematron rules are written.",
        "规则 {ident} 用的是“{scheme}”，不是 ISO Schematron。",
        "只输出 Schematron 规则。",
    ),
    "odd-rule-key": Message(
        _I, "Schematron has no key element of its own.", "write xsl:key.", "Schematron 没有自己的 key 元素。", "请写 xsl:key。"
    ),
    "odd-rule-context": Message(
        _I,
        "The rule {ident} of {owner} has no context, and nothing in the schema gives it one.",
        "give it a context.",
        "{owner} 的规则 {ident} 没有 context，模式中也无从得出。",
        "请写明 context。",
    ),
}
