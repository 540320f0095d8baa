"""Runs XSLT 3 in a process of its own, which can be ended when it doesn't end by itself: rules may loop, and a regular
expression may take longer than anybody lives.

`python -m baokan.validate.schematron.apart` is that process: a line of JSON in, a line of JSON out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import Any

SECONDS = 60.0  # that the rules may take for one file
SETTINGS = {
    "http://saxon.sf.net/feature/allowedProtocols": "none",  # no file is read but the one that is checked, nothing is fetched
    "http://saxon.sf.net/feature/allow-external-functions": "false",
    "http://saxon.sf.net/feature/disableXslEvaluate": "true",
}


class Failed(Exception):
    """Raised with what XSLT says of the rules, or when they took too long."""


class Stylesheet:
    """A stylesheet in a process of its own. Raises Failed when it isn't one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._process: subprocess.Popen[str] | None = None
        self._ask({"sheet": text})

    def transform(self, document: str) -> str:
        """What the stylesheet makes of a document. Raises Failed."""
        if self._process is None:
            self._ask({"sheet": self._text})
        return self._ask({"document": document})

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def __del__(self) -> None:
        self.close()

    def _ask(self, message: dict[str, str]) -> str:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "baokan.validate.schematron.apart"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
            )  # fmt: skip
        process = self._process
        answers: list[str] = []
        asking = threading.Thread(target=ask, args=(process, json.dumps(message), answers), daemon=True)
        asking.start()
        asking.join(SECONDS)
        late = not answers
        if late or not answers[0]:
            self.close()
            raise Failed(f"they took more than {SECONDS:.0f} seconds" if late else "they ended the process that ran them")
        answer: dict[str, str] = json.loads(answers[0])
        if "error" in answer:
            raise Failed(answer["error"])
        return answer["result"]


def ask(process: subprocess.Popen[str], message: str, answers: list[str]) -> None:
    assert process.stdin and process.stdout
    try:
        process.stdin.write(message + "\n")
        process.stdin.flush()
        answers.append(process.stdout.readline())
    except (OSError, ValueError):  # it died, or was ended meanwhile
        answers.append("")


def main() -> None:
    from saxonche import PySaxonProcessor

    saxon = PySaxonProcessor(license=False)
    for name, value in SETTINGS.items():
        saxon.set_configuration_property(name, value)
    sheet: Any = None
    for line in sys.stdin:
        message = json.loads(line)
        try:
            if "sheet" in message:
                sheet = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=message["sheet"])
                answer = {"result": ""}
            else:
                node = saxon.parse_xml(xml_text=message["document"])
                answer = {"result": sheet.transform_to_string(xdm_node=node) or ""}
        except Exception as error:  # saxonche raises its own kinds, all of them about the rules
            answer = {"error": " ".join(str(error).split())}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
