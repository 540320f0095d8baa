"""Reads the files of an import; what can't be read is an error that says so in English and Chinese."""

from __future__ import annotations

from pathlib import Path

from baokan.errors import UnreadableInput


def file_to_bytes(path: Path, hint: str = "check the name.", hint_zh: str = "请检查文件名。") -> bytes:
    """Raises UnreadableInput."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise UnreadableInput(f"{path}: can't be read: {why}.", hint, (f"无法读取：{why}。", hint_zh)) from error


def bytes_to_text(data: bytes, path: Path) -> str:
    """UTF-8 with or without a mark at its beginning. Raises UnreadableInput."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        zh = f"不是 UTF-8（第 {error.start} 字节）。", "请存为 UTF-8。"
        raise UnreadableInput(f"{path}: is not UTF-8 at byte {error.start}.", "save it as UTF-8.", zh) from error


def file_to_text(path: Path) -> str:
    """Raises UnreadableInput."""
    return bytes_to_text(file_to_bytes(path), path)
