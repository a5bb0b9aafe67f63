"""Code, messages and documents are in plain American English: patterns that read as translated are rejected.

Names count as text, with their underscores as spaces. A phrase may be broken over two lines of a comment.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = {".py", ".ts", ".tsx", ".js", ".css", ".html", ".md", ".toml", ".json", ".yml", ""}
# Data, locks and the license are not ours to word.
NOT_OURS = re.compile(r"data/demo/[^/]+/|.*package-lock\.json$|LICENSE$|tests/.*\.(json|txt)$")


def unless_key(root: str) -> str:
    """Return the pattern of a word, except as a key of an address: the keys of old links are in British English."""
    return rf"\b{root}(?!\w*[:=])(?!(?<=\"{root})\w*\")"


# Each pattern starts with a word boundary and a letter, so that it does not match its own text below.
BRITISH = {
    unless_key("colour"): "color",
    unless_key("centre"): "center",
    r"\bcentring\b": "centering",
    r"\bneighbour": "neighbor",
    r"\bbehaviour": "behavior",
    r"\bfavour": "favor",
    r"\bhonour": "honor",
    r"\bgrey": "gray",
    r"\blabell(?:ed|ing)\b": "labeled, labeling",
    r"\bmodell(?:ed|ing)\b|\btravell(?!ing-visualizer)|\bsignall|\bcancell(?:ed|ing)\b": "one l",
    r"\bcatalogue": "catalog",
    r"\bartefact": "artifact",
    r"\bjudgement": "judgment",
    r"\blearnt|\bspelt": "learned, spelled",
    r"\bwhilst": "while",
    r"\b\w+(?:al|ar|an|en|er|et|gn|im|nt|on|or|rd|tr)is(?:e[ds]?|ing|ations?)\b(?![:=\"])": "-ize",
    r"\banalyse": "analyze",
}
THINGS = "array|blueprint|circle|digest|entry|file|letter|line|number|object|process|row|style|thread|value|vector"
AFTER_NO_PERSON = "".join(rf"(?<!\b{person}\s)" for person in ("people", "those", "users", "anyone", "everyone"))
TRANSLATED = {
    r"\banew\b": "again, from scratch; or re- (recreate, renumber)",
    r"\bso many\b": "the number itself: 'N samples', 'count samples', 'that many'",
    r"\bsomebody\b|\bsomeone\b": "the user, the viewer, another process",
    r"\bnobody\b": "no user, no server, no listener",
    r"\banybody\b|\bwhoever\b": "anyone, any user",
    r"\bshall\b": "must, should, will",
    r"\bthe usual\b|\busual one\b": "the default",
    r"\bstands? for\b|\bstood for\b": "means, selects, is short for",
    r"\bwhat is (?:no|not)\b": "a noun: 'an unknown name', 'other values', 'missing values'",
    r"\blooked for\b": "the query, the target; or search for",
    r"\bask(?:s|ed|ing)? for\b": "request, requests, requested",
    r"\btells? (?:of|from)\b|\btold (?:of|from)\b|\btelling (?:of|from)\b": "report, describe, distinguish",
    r"\b(?:is|are|was|were|be|been) told\b": "receives, is notified, is given",
    r"\bwords that\b|\bwords for\b|\bin words\b(?!\()": "arguments, message, text, as text",
    rf"\b(?:an?|one) (?:{THINGS}) an? \w+": "per: 'one line per layer'",
    r"\b\d+ bytes an? \w+": "per: '4 bytes per sample'",
    r"\bhand(?:s|ed)? on\b": "share, pass on",
    r"\bhand(?:s|ed|ing)? out\b": "serve, return",
    r"\bgo(?:es|ing)? on with\b": "continue, resume",
    r"\bcome(?:s)? to (?:be|lie)\b": "become, end up",
    r"\bcoming along\b": "progress",
    r"\bas it (?:likes|may be)\b": "in any form",
    r"\bcommonest\b": "most common",
    r"\bhear(?:s)? no more\b": "stop listening",
    r"\bdeclare the words\b": "add the command's arguments",
    rf"{AFTER_NO_PERSON}\bwhom?\b(?![^.!?]*\?)": "a noun: 'which samples', 'if you …'",
}


def texts() -> Iterator[tuple[str, str]]:
    """Yield path and content of every file that git tracks and that we wrote."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in TEXT and not NOT_OURS.match(name) and path.is_file():
            yield name, path.read_text()


def findings(patterns: dict[str, str]) -> list[str]:
    """Return file, line, phrase and suggestion of every match."""
    # A space in a pattern also stands at the end of a line, before the next line's comment sign.
    compiled = [
        (re.compile(pattern.replace(" ", r"(?: |\s*\n[\s#*/]*)"), re.IGNORECASE), instead)
        for pattern, instead in patterns.items()
    ]
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {' '.join(match[0].split())!r}; write {instead}"
        for name, text in texts()
        for pattern, instead in compiled
        for match in pattern.finditer(text.replace("_", " "))
    ]


@pytest.mark.parametrize("patterns", [BRITISH, TRANSLATED], ids=["spelling", "phrases"])
def test_the_english_is_plain_and_american(patterns: dict[str, str]):
    found = findings(patterns)
    assert not found, f"{len(found)} phrases to reword:\n" + "\n".join(found)
