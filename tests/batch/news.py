"""Short news stories for tests of batches, as many as wanted, all different, and a memory that translates some."""

from __future__ import annotations

import csv
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from toolkit.translate import TranslationMemory

WHO = (("وزير الخارجية", "The foreign minister"), ("رئيس البلدية", "The mayor"), ("السفير", "The ambassador"))
WHERE = (("بيروت", "Beirut"), ("جنيف", "Geneva"), ("بغداد", "Baghdad"), ("القاهرة", "Cairo"))


def story(number: int, *, extra: str = "") -> str:
    """The story of a number: a headline and three sentences; `extra` stands in the last paragraph."""
    who, where = WHO[number % len(WHO)][0], WHERE[number % len(WHERE)][0]
    text = (
        f"افتتاح {number + 10} مدرسة جديدة في {where}\n\n"
        f"أعلن {who} اليوم افتتاح {number + 10} مدرسة جديدة في {where}. "
        f"وقال إن المشروع رقم {number + 200} كلف 3 ملايين دولار. "
        "ولم يحدد موعدا لبدء المرحلة الثانية.\n"
    )
    return f"{text}\n{extra}\n" if extra else text


def serve(request: BaseHTTPRequestHandler, number: int) -> None:
    """Answer a request with the story of a number."""
    text = story(number).encode()
    request.send_response(200)
    request.send_header("Content-Type", "text/plain; charset=utf-8")
    request.send_header("Content-Length", str(len(text)))
    request.end_headers()
    request.wfile.write(text)


def pairs(number: int) -> list[tuple[str, str]]:
    """The sentences of a story with their English."""
    (who, minister), (where, city) = WHO[number % len(WHO)], WHERE[number % len(WHERE)]
    return [
        (f"افتتاح {number + 10} مدرسة جديدة في {where}", f"{number + 10} new schools open in {city}"),
        (
            f"أعلن {who} اليوم افتتاح {number + 10} مدرسة جديدة في {where}.",
            f"{minister} announced today the opening of {number + 10} new schools in {city}.",
        ),
        (
            f"وقال إن المشروع رقم {number + 200} كلف 3 ملايين دولار.",
            f"He said that project number {number + 200} cost 3 million dollars.",
        ),
        ("ولم يحدد موعدا لبدء المرحلة الثانية.", "He did not set a date for the start of the second phase."),
    ]


def memory_of(path: Path, numbers: range) -> Path:
    """Write a translation memory that holds every sentence of the stories `numbers`."""
    rows = dict(pair for number in numbers for pair in pairs(number))
    table = path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("source", "target"), *rows.items()])
    with TranslationMemory.open(path) as memory:
        memory.import_file(table)
    table.unlink()
    return path


def folder_of(path: Path, numbers: range, extras: dict[int, str] | None = None) -> Path:
    """Write stories to files `story-000.txt`, …; `extras` adds a paragraph to some."""
    path.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        text = story(number, extra=(extras or {}).get(number, ""))
        (path / f"story-{number:03d}.txt").write_text(text, encoding="utf-8")
    return path
