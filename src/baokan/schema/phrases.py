"""The words and the look of the tag documentation."""

from __future__ import annotations

_EN = {
    "elements": "Elements",
    "attribute-classes": "Attribute classes",
    "model-classes": "Model classes",
    "macros": "Macros",
    "datatypes": "Datatypes",
    "module": "Module",
    "namespace": "Namespace",
    "members": "Members",
    "member-of": "Member of",
    "attributes": "Attributes",
    "contained-by": "Contained by",
    "may-contain": "May contain",
    "content": "Content",
    "rules": "Rules",
    "remarks": "Note",
    "examples": "Example",
    "req": "required",
    "rec": "recommended",
    "opt": "optional",
    "mwa": "required when applicable",
    "default": "When absent:",
    "closed": "One of:",
    "semi": "Suggested values:",
    "open": "Sample values:",
}
_ZH = {
    "elements": "元素",
    "attribute-classes": "属性类",
    "model-classes": "模型类",
    "macros": "宏",
    "datatypes": "数据类型",
    "module": "模块",
    "namespace": "命名空间",
    "members": "成员",
    "member-of": "所属类",
    "attributes": "属性",
    "contained-by": "可出现于",
    "may-contain": "可包含",
    "content": "内容",
    "rules": "规则",
    "remarks": "说明",
    "examples": "示例",
    "req": "必备",
    "rec": "建议",
    "opt": "可选",
    "mwa": "适用时必备",
    "default": "缺省为",
    "closed": "限用：",
    "semi": "建议值：",
    "open": "示例值：",
}
PHRASES = {"en": _EN, "zh": _ZH}
STYLE = """
:root{--ink:#1d1d1f;--soft:#666;--line:#d8d8d8;--link:#0b57a4;--box:#f6f7f9}
@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--soft:#a8a8a8;--line:#444;--link:#8ab8ee;--box:#22252a}body{background:#15171a}}
body{font:16px/1.55 system-ui,"Noto Sans CJK SC",sans-serif;color:var(--ink);margin:0 auto;max-width:62rem;padding:1rem}
a{color:var(--link);text-decoration:none}a:hover,a:focus{text-decoration:underline}
nav details{margin:.4rem 0}nav summary,h2{font-weight:600}
section{border-top:1px solid var(--line);padding:.6rem 0}h3{font-family:ui-monospace,monospace;margin:.3rem 0}
dl{margin:.2rem 0}section>dl{display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:.5rem}
section>dl>dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}td{vertical-align:top;padding:.15rem .8rem .15rem 0;border-top:1px solid var(--line)}
td:nth-child(2){overflow-wrap:normal}
td:first-child{font-family:ui-monospace,monospace;white-space:nowrap}
.values{color:var(--soft)}.values dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem;color:var(--ink)}
.values dt{font-family:ui-monospace,monospace}
.box{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.25rem;border:1px solid var(--line);border-radius:.4rem;
padding:.1rem .35rem;margin:.08rem}.box b{color:var(--soft);font-size:1.1em}.word{background:var(--box)}
.alt{border-style:dashed}
pre{background:var(--box);padding:.5rem;overflow-x:auto;white-space:pre-wrap}
@media(max-width:40rem){section>dl{grid-template-columns:1fr}td{display:block;border:0}
tr{display:block;border-top:1px solid var(--line)}}
"""
