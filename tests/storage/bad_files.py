"""Bad files of many kinds: each maker writes one into a folder and returns its path.

`BAD_FILES` are bad whatever they are meant to be; `BAD_CONTENT` reads well and is no sound plan or scenario.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

Maker: TypeAlias = Callable[[Path], Path]

_TEXTS: Final[dict[str, str]] = {
    "empty": "",
    "only comments": "# nothing\n\n# at all\n",
    "only blanks": "   \n\n  \n",
    "only a document start": "---\n",
    "null": "~\n",
    "a text": "This is no plan, it is a sentence.\n",
    "a list": "- id: a\n- id: b\n",
    "a number": "42\n",
    "html": "<!DOCTYPE html>\n<html><body class='x'>hello: world</body></html>\n",
    "csv": 'time,inject,to\n09:00,"Alert, first",IC\n09:05,"Page",TL\n',
    "markdown": "# Plan\n\n* item one\n* item two\n",
    "source code": "def f(x):\n    return 'a' if x else 'b'\n\nprint(f(1))\n",
    "two documents": "id: a\n---\nid: b\n",
    "tab as indentation": "id: a\nroles:\n\t- id: b\n",
    "tab after blanks": "id: a\nroles:\n  id: b\n\ttitle: c\n",
    "tab in a block text": "id: a\ntext: |\n  one\n \ttwo\n",
    "half a file in a list": "id: a\nroles: [one, two",
    "half a file in a mapping": "id: a\nroles: {one: 1, two",
    "half a file in quotes": 'id: a\ntitle: "one tw',
    "unclosed single quote": "id: a\ntitle: 'one\nowner: two\n",
    "unclosed double quote": 'id: a\ntitle: "one\nowner: "two"\n',
    "apostrophe in single quotes": "id: a\ntitle: 'it's late'\n",
    "text after a quote": 'id: a\ntitle: "one" two\n',
    "backslash path in double quotes": 'id: a\ntitle: "C:\\plans\\new"\n',
    "escape of half a character": 'id: a\ntitle: "\\ud83d"\n',
    "escape of a control character": 'id: a\ntitle: "bell \\a"\n',
    "colon in a text": "id: a\ntitle: Alert: database is down\n",
    "wrong indentation": "id: a\nroles:\n    - id: b\n   - id: c\n",
    "key out of line": "id: a\n title: b\n",
    "list among keys": "id: a\n- title: b\n",
    "key among list entries": "roles:\n- id: b\ntitle: c\n id: d\n",
    "line without a colon": "id: a\nthis line is lost\ntitle: b\n",
    "list on the line of its key": "id: a\nroles: - b\n",
    "text on the line of a bar": "id: a\ntext: | hello\n",
    "at sign": "id: a\nowner: @payments\n",
    "backtick": "id: a\nowner: `payments`\n",
    "percent": "id: a\nlimit: %5\n",
    "star": "id: a\ntitle: *important*\n",
    "ampersand": "id: a\ntitle: & more\n",
    "exclamation mark": "id: a\ntitle: !important now\n",
    "question mark": "id: a\ntitle: ? who\n",
    "closing bracket": "id: a\ntitle: ]\n",
    "comma alone": "id: a\nroles: [, ]\n",
    "template without quotes": "id: a\ntitle: {{ service }}\n",
    "template with more text": "id: a\ntitle: {{ service }} is down\n",
    "python object": "id: !!python/object/apply:os.system ['echo hacked']\ntitle: b\n",
    "python name": "id: !!python/name:os.system\n",
    "own tag": "id: !secret a\n",
    "undefined tag handle": "id: !x!secret a\n",
    "binary tag": "id: !!binary aGVsbG8=\n",
    "tag that does not fit": "id: !!int seven\n",
    "duplicate key": "id: a\ntitle: b\nid: c\n",
    "duplicate key deep down": "id: a\nroles:\n- {id: b, id: c}\n",
    "merge key": "base: &b {x: 1}\nid: a\nother:\n  <<: *b\n",
    "list as a key": "? [a, b]\n: c\n",
    "mapping as a key": "{a: b}: c\n",
    "no key": ": value\n",
    "unknown alias": "id: a\ntitle: *nothing\n",
    "recursive alias in a list": "id: a\nroles: &r [*r ]\n",
    "recursive alias in a mapping": "id: a\nroles: &r\n  again: *r\n",
    "alias before its anchor": "id: *later\ntitle: &later b\n",
    "alias bomb": "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{b}: &{b} [{', '.join([f'*{a} '] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "alias bomb of texts": f"a: &a {'x' * 200_000}\nb: [{'*a ,' * 20_000}]\n",
    "chain of aliases": "a0: &a0 [x]\n" + "".join(f"a{i + 1}: &a{i + 1} [*a{i} ]\n" for i in range(20_000)),
    "deep lists": "a: " + "[" * 20_000,
    "deep lists closed": "a: " + "[" * 20_000 + "]" * 20_000,
    "deep mappings": "{a: " * 20_000,
    "deep block lists": "- " * 20_000 + "a",
    "deep block mappings": "".join(" " * depth + "a:\n" for depth in range(1_500)),
    "deep keys": "? " * 20_000 + "a",
    "thousands of digits": f"id: a\nlimit: {'9' * 100_000}\n",
    "long hexadecimal number": f"id: a\nlimit: 0x{'f' * 100_000}\n",
    "number beyond 64 bits": "id: a\nlimit: 18446744073709551616\n",
    "number beyond a float": "id: a\nlimit: 1e999\n",
    "very many values": "a: [" + "[]," * 450_000 + "]",
    "very long line": "a: '" + "x" * 5_000_000,
    "unknown YAML version": "%YAML 3.0\n---\nid: a\n",
    "unknown instruction": "%PLAN 1\n---\nid: a\n",
    "instruction twice": "%YAML 1.2\n%YAML 1.2\n---\nid: a\n",
    "very many tag instructions": "".join(f"%TAG !a{i}! x\n" for i in range(50_000)) + "---\nid: a\n",
    "end of document in quotes": "id: 'a\n---\nb'\n",
}
_BYTES: Final[dict[str, bytes]] = {
    "NUL bytes": b"id: a\ntitle: b\x00c\n",
    "only NUL bytes": b"\x00" * 4096,
    "control characters": b"id: a\ntitle: \x1b[31mred\x07\n",
    "latin-1": "id: a\ntitle: Störung im Büro\n".encode("latin-1"),
    "cut in the middle of a character": "id: a\ntitle: Bü".encode()[:-1],
    "utf-16 with a mark": "id: a\ntitle: b\n".encode("utf-16"),
    "utf-16 without a mark": "id: a\ntitle: b\n".encode("utf-16-le"),
    "utf-32 with a mark": "id: a\ntitle: b\n".encode("utf-32"),
    "workbook": b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(256)),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "compressed": b"\x1f\x8b\x08\x00" + bytes(range(256)),
    "random bytes": bytes((i * i * 31 + 7) % 256 for i in range(4096)),
    "unclosed quote with CRLF": b"id: a\r\ntitle: 'b\r\n",
}


def _written(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / f"{name}.yaml"
        path.write_bytes(content)
        return path

    return make


def _missing(folder: Path) -> Path:
    return folder / "nowhere.yaml"


def _folder(folder: Path) -> Path:
    path = folder / "folder.yaml"
    path.mkdir()
    return path


def _inside_a_file(folder: Path) -> Path:
    path = folder / "plain.yaml"
    path.write_text("id: a\n", encoding="utf-8")
    return path / "plan.yaml"


def _nul_in_name(folder: Path) -> Path:
    return folder / "pl\0an.yaml"


def _long_name(folder: Path) -> Path:
    return folder / ("x" * 5_000 + ".yaml")


def _line_break_in_name(folder: Path) -> Path:
    return folder / "a\n\x1b[2Jforged.yaml:1:1: error: x.yaml"


def _hundred_megabytes(folder: Path) -> Path:
    path = folder / "large.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    return path


def _pipe(folder: Path) -> Path:
    path = folder / "pipe.yaml"
    os.mkfifo(path)
    return path


def _device(_: Path) -> Path:
    return Path("/dev/zero")


def _circle_of_links(folder: Path) -> Path:
    path = folder / "link.yaml"
    path.symlink_to(path)
    return path


def _link_to_nothing(folder: Path) -> Path:
    path = folder / "link.yaml"
    path.symlink_to(folder / "gone.yaml")
    return path


_PLACES: Final[dict[str, Maker]] = {
    "missing file": _missing,
    "folder": _folder,
    "path through a file": _inside_a_file,
    "NUL in the name": _nul_in_name,
    "name too long": _long_name,
    "line break in the name": _line_break_in_name,
    "a hundred megabytes": _hundred_megabytes,
}
_POSIX_PLACES: Final[dict[str, Maker]] = {
    "named pipe": _pipe,
    "endless device": _device,
    "circle of links": _circle_of_links,
    "link to nothing": _link_to_nothing,
}

BAD_FILES: Final[dict[str, Maker]] = {
    **{name: _written(name, text.encode()) for name, text in _TEXTS.items()},
    **{name: _written(name, data) for name, data in _BYTES.items()},
    **_PLACES,
    **(_POSIX_PLACES if os.name == "posix" else {}),
}

BAD_CONTENT: Final[dict[str, Maker]] = {}
