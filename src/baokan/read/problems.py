"""What a reader can find wrong in a source: the messages as data, and a collector that keeps them few."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from baokan.findings import Finding, Severity

MOST_ALIKE = 5  # findings of one code a source; the rest are counted in one more


@dataclass(frozen=True, slots=True)
class Problem:
    """The wording of a finding; {fields} are filled in where it is met."""

    severity: Severity
    message: str
    hint: str
    message_zh: str
    hint_zh: str


E, W, NOTE = Severity.ERROR, Severity.WARNING, Severity.INFO
PROBLEMS = {
    "page-size": Problem(
        E, "The page's {name} is {value!r}, not a length above 0.", "mend the page's size, or make the file anew.",
        "页面的 {name} 为 {value!r}，不是大于 0 的长度。", "请改正页面尺寸，或重新生成文件。"),
    "unit-unknown": Problem(
        E, "The unit of measurement {value!r} is not one of pixel, mm10 and inch1200; coordinates are taken as they stand.",
        "write the unit that the coordinates are in.",
        "计量单位 {value!r} 不是 pixel、mm10 或 inch1200；坐标按原样采用。", "请写明坐标所用的单位。"),
    "image-missing": Problem(
        E, "The page names no image.", "name the scan that the coordinates belong to.",
        "页面没有注明图像文件。", "请注明坐标所对应的扫描图像。"),
    "image-path": Problem(
        E, "The image {value!r} lies outside the issue's folder; only its name is kept.", "name it relative to the file.",
        "图像 {value!r} 在本期文件夹之外；只保留文件名。", "请用相对于本文件的路径。"),
    "coordinate": Problem(
        W, "The {name} of {what} is {value!r}, not a number; it is read without a box.", "mend the coordinate.",
        "{what} 的 {name} 为 {value!r}，不是数字；按无坐标读取。", "请改正坐标。"),
    "box-outside": Problem(
        W, "{what} reaches outside the page ({value}).", "check the page's size and the unit of measurement.",
        "{what} 超出页面（{value}）。", "请检查页面尺寸和计量单位。"),
    "order-unknown": Problem(
        W, "The reading order names {value!r}, which is not on the page.", "mend the reading order.",
        "阅读顺序提到 {value!r}，但页面上没有。", "请改正阅读顺序。"),
    "reference": Problem(
        E, "{what} refers to {value!r}, which is not there.", "give the issue with all its files.",
        "{what} 指向 {value!r}，但找不到。", "请提供本期的全部文件。"),
    "outside": Problem(
        E, "{what} refers to {value!r}, which lies outside the issue's folder; it is not read.", "put the file into the folder.",
        "{what} 指向 {value!r}，在本期文件夹之外；不予读取。", "请把文件放入该文件夹。"),
    "page-unreadable": Problem(
        E, "{value}", "{hint}", "{value}", "{hint}"),
    "words-many": Problem(
        E, "The page holds {value} words; no newspaper page has more than {most}.", "check that the file holds one page.",
        "页面有 {value} 个词；报纸一版不会超过 {most} 个。", "请检查文件是否只含一页。"),
    "private-use": Problem(
        W, "Character U+{value} is for private use: nobody else can read it.", "say what it stands for, with g and charDecl.",
        "字符 U+{value} 属于私用区，他人无法识读。", "请用 g 和 charDecl 说明其所指。"),
    "text-layer-missing": Problem(
        E, "Page {page} has no text layer.", "run OCR over it first, and give baokan the ALTO, PAGE or hOCR.",
        "第 {page} 页没有文字层。", "请先做文字识别，再交来 ALTO、PAGE 或 hOCR。"),
    "text-garbled": Problem(
        E, "Page {page}: {value} of its characters are not those that are printed (a font without a right ToUnicode map).",
        "make the PDF anew from its source, or run OCR over its pages.",
        "第 {page} 页：{value} 的字符与印出的不符（字体缺少正确的 ToUnicode 映射）。",
        "请由源文件重新生成 PDF，或对页面做文字识别。"),
    "text-spaced": Problem(
        NOTE, "Page {page}: a blank stands between every character; these blanks are left out.", "nothing to do.",
        "第 {page} 页：每个字之间都有空格；已略去。", "无需处理。"),
    "text-folded": Problem(
        NOTE, "Page {page}: {value} characters that look alike (radicals, vertical forms) are read as the plain ones.",
        "nothing to do; restore gives them back as they were.",
        "第 {page} 页：{value} 个形近字符（部首、竖排形式）按通行字读取。", "无需处理；restore 会原样还原。"),
    "text-vertical": Problem(
        NOTE, "Page {page} is set in vertical lines, right to left.", "nothing to do.",
        "第 {page} 页为竖排，自右至左。", "无需处理。"),
    "text-hidden": Problem(
        NOTE, "Page {page}: its text is invisible, so it comes from OCR.", "nothing to do; check its quality.",
        "第 {page} 页：文字不可见，当出自文字识别。", "无需处理；请检查质量。"),
    "member-path": Problem(
        E, "The archive's member {value!r} names a place outside of the archive; it is not read.", "make the archive anew.",
        "压缩包成员 {value!r} 指向包外；不予读取。", "请重新打包。"),
    "member-bomb": Problem(
        E, "The archive's member {value!r} is not read: {why}.", "give it by itself, if it is a page.",
        "压缩包成员 {value!r} 未读取：{why}。", "如确为版面，请单独提供。"),
    "member-unread": Problem(
        E, "The archive's member {value!r} is not read: {why}.", "give it by itself.",
        "压缩包成员 {value!r} 未读取：{why}。", "请单独提供。"),
}  # fmt: skip


@dataclass(slots=True)
class Notes:
    """Collects the findings on one source file; the path is the one that the user gave."""

    path: str
    found: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last: dict[str, Finding] = field(default_factory=dict)

    def add(self, code: str, line: int = 0, **facts: object) -> None:
        """Note a problem at a 1-based line; of many alike only the first few are kept."""
        self.counts[code] += 1
        if self.counts[code] > MOST_ALIKE:
            return
        problem = PROBLEMS[code]
        words = (problem.message, problem.hint, problem.message_zh, problem.hint_zh)
        message, hint, message_zh, hint_zh = (text.format(**facts) for text in words)
        finding = Finding(self.path, line, code, problem.severity, message, hint, message_zh, hint_zh)
        self.last[code] = finding
        self.found.append(finding)

    def findings(self) -> tuple[Finding, ...]:
        """All that was noted, with a last line for what was only counted."""
        more = []
        for code, count in self.counts.items():
            if count > MOST_ALIKE:
                last, rest = self.last[code], count - MOST_ALIKE
                message, message_zh = f"and {rest} more like the one before.", f"另有 {rest} 处同类问题。"
                more.append(Finding(self.path, 0, code, last.severity, message, "", message_zh))
        return (*self.found, *more)
