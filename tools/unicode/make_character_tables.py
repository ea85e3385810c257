#!/usr/bin/env python3
"""Writes the Unicode tables of the tokenizers that a model folder describes.

    python3 tools/unicode/make_character_tables.py

The library whose ids these tokenizers equal has tables of several Unicode versions at once. What it does with every
single code point was recorded (tests/golden/tokenizers/characters.json.gz) and is where the classes and the mappings come
from. General categories and grapheme boundaries are those of Unicode 16 (unicode-16.tsv: first and last code point,
category, boundary property; Hangul syllables are one line), scripts those of Unicode 9 (scripts-9.tsv). Decompositions and
combining classes are Unicode 12's: Python 3.11 carries version 14, from which the recorded mappings take what is newer.

Another Python version is refused, and a second run changes no file.
"""

import gzip
import json
import pathlib
import sys
import unicodedata

UNICODE_VERSION = "14.0.0"
COUNT = 0x110000
PAGE_BITS = 7
ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ROOT / "runtime" / "BertGen" / "Text" / "Unicode"
RECORDED = ROOT / "tests" / "golden" / "tokenizers" / "characters.json.gz"
HERE = pathlib.Path(__file__).resolve().parent

# The bits of BertGen.Text.Unicode.CharacterTraits, lowest first.
TRAITS = {
    "Space": "regex \\s",
    "Removed": "BertNormalizer clean_text removes",
    "Ideograph": "BertNormalizer handle_chinese_chars puts spaces around",
    "Accent": "BertNormalizer strip_accents removes (alone, after NFD)",
    "CombiningMark": "StripAccents removes",
    "Punctuation": "BertPreTokenizer splits off as punctuation",
    "Word": "Whitespace: word character",
    "Numeric": "Digits splits off",
    "RegexWord": "regex \\w",
}
COMPUTED_TRAITS = ["Decomposes", "CompatibilityDecomposes", "Composes", "Lowers"]
CATEGORIES = ["Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
              "Po", "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co"]
BREAKS = ["-", "CR", "LF", "Control", "Extend", "ZWJ", "RI", "Prepend", "SpacingMark", "L", "V", "T", "LV", "LVT", "Pict"]

# Assigned after Unicode 9: their combining class is 0 in its tables.
NEWER_MARKS = [(0x7FD, 0x7FD), (0x898, 0x89F), (0x8CA, 0x8D3), (0x9FE, 0x9FE), (0xC3C, 0xC3C), (0xD3B, 0xD3C), (0xEBA, 0xEBA),
               (0x1715, 0x1715), (0x1ABF, 0x1ACE), (0x1DF6, 0x1DFA), (0xA82C, 0xA82C), (0x10D24, 0x10D27), (0x10EAB, 0x10EAC),
               (0x10F46, 0x10F50), (0x10F82, 0x10F85), (0x11070, 0x11070), (0x1133B, 0x1133B), (0x1145E, 0x1145E),
               (0x11839, 0x1183A), (0x1193D, 0x1193E), (0x11943, 0x11943), (0x119E0, 0x119E0), (0x11A34, 0x11A34),
               (0x11A47, 0x11A47), (0x11A99, 0x11A99), (0x11D42, 0x11D42), (0x11D44, 0x11D45), (0x11D97, 0x11D97),
               (0x16FF0, 0x16FF1), (0x1E130, 0x1E136), (0x1E2AE, 0x1E2AE), (0x1E2EC, 0x1E2EF)]

# Indic_Conjunct_Break: no grapheme ends between consonants that a virama joins.
LINKERS = [0x94D, 0x9CD, 0xACD, 0xB4D, 0xC4D, 0xD4D]
CONSONANTS = [(0x915, 0x939), (0x958, 0x95F), (0x978, 0x97F), (0x995, 0x9A8), (0x9AA, 0x9B0), (0x9B2, 0x9B2), (0x9B6, 0x9B9),
              (0x9DC, 0x9DD), (0x9DF, 0x9DF), (0x9F0, 0x9F1), (0xA95, 0xAA8), (0xAAA, 0xAB0), (0xAB2, 0xAB3), (0xAB5, 0xAB9),
              (0xAF9, 0xAF9), (0xB15, 0xB28), (0xB2A, 0xB30), (0xB32, 0xB33), (0xB35, 0xB39), (0xB5C, 0xB5D), (0xB5F, 0xB5F),
              (0xB71, 0xB71), (0xC15, 0xC28), (0xC2A, 0xC39), (0xC58, 0xC5A), (0xD15, 0xD3A)]
HANGUL = range(0xAC00, 0xD7A4)


def members(ranges):
    """Code points of [first, last, first, last, ...]."""
    return {c for first, last in zip(ranges[::2], ranges[1::2]) for c in range(first, last + 1)}


def in_pairs(ranges):
    return {c for first, last in ranges for c in range(first, last + 1)}


def mapping(entries):
    return {int(key, 16): value for key, value in entries.items()}


def properties():
    categories, breaks = ["Cn"] * COUNT, ["-"] * COUNT
    for line in (HERE / "unicode-16.tsv").read_text("ascii").splitlines():
        first, last, category, boundary = line.split("\t")
        for c in range(int(first, 16), int(last, 16) + 1):
            categories[c] = category
            breaks[c] = boundary if boundary != "Hangul" else "LV" if (c - 0xAC00) % 28 == 0 else "LVT"
    return categories, breaks


def two_stages(values):
    """Distinct values, the record of each code point by pages, and the page of each block."""
    records, pages, index = {}, {}, []
    numbers = [records.setdefault(value, len(records)) for value in values]
    for start in range(0, COUNT, 1 << PAGE_BITS):
        index.append(pages.setdefault(tuple(numbers[start:start + (1 << PAGE_BITS)]), len(pages)))
    assert len(records) <= 256 and len(pages) <= 65536, (len(records), len(pages))
    return list(records), [number for page in pages for number in page], index


def rows(values, per_line=48, form="{}"):
    lines = [", ".join(form.format(v) for v in values[i:i + per_line]) for i in range(0, len(values), per_line)]
    return ",\n".join("        " + line for line in lines) + ","


def member(kind, name, comment, values, per_line=48, form="{}"):
    return (f"    /// <summary>{comment}</summary>\n    public static ReadOnlySpan<{kind}> {name} =>\n    [\n"
            f"{rows(values, per_line, form)}\n    ];\n")


def pages_of(name, comment, values):
    records, pages, index = two_stages(values)
    kind = "byte" if max(index) < 256 else "ushort"
    parts = [member(kind, f"{name}Pages", f"The page of each block of {1 << PAGE_BITS} code points: {comment}.", index),
             member("byte", f"{name}Records", "The distinct pages, one after the other.", pages)]
    return records, parts


def write_class(name, summary, parts):
    text = (f"// <auto-generated>\n// {summary} Written by tools/unicode/make_character_tables.py; not to be edited.\n"
            "// </auto-generated>\n#nullable enable\n\nnamespace BertGen.Text.Unicode;\n\n"
            f"/// <summary>{summary}</summary>\ninternal static class {name}\n{{\n" + "\n".join(parts) + "}\n")
    (TABLES / f"{name}.cs").write_text(text, encoding="utf-8", newline="\n")


def mapping_members(name, comment, entries):
    keys = sorted(entries)
    ends, text = [], []
    for key in keys:
        encoded = entries[key].encode("utf-16-be")
        text += [int.from_bytes(encoded[i:i + 2], "big") for i in range(0, len(encoded), 2)]
        ends.append(len(text))
    lines = [text[i:i + 32] for i in range(0, len(text), 32)]
    literal = " +\n".join('        "' + "".join(f"\\u{unit:04X}" for unit in line) + '"' for line in lines)
    return [member("int", f"{name}Keys", f"{comment}: the code points, ascending.", keys, 24, "0x{:X}"),
            member("ushort", f"{name}Ends", "Where the decomposition of each of them ends in the text.", ends),
            f"    /// <summary>The decompositions, one after the other.</summary>\n"
            f"    public static ReadOnlySpan<char> {name}Text =>\n{literal};\n"]


def main():
    if unicodedata.unidata_version != UNICODE_VERSION:
        sys.exit(f"this Python carries Unicode {unicodedata.unidata_version}; the tables need {UNICODE_VERSION}")
    recorded = json.loads(gzip.decompress(RECORDED.read_bytes()))
    classes = {name: members(recorded["classes"][key]) for name, key in TRAITS.items()}
    assert members(recorded["single_word"]["after"]) == classes["Word"]
    assert members(recorded["classes"]["Punctuation splits off"]) == classes["Punctuation"]
    lower = mapping(recorded["mappings"]["Lowercase"])
    canonical = mapping(recorded["mappings"]["NFD"])
    compatible = {**canonical, **mapping(recorded["mappings"]["NFKD where it differs from NFD"])}
    composed = mapping(recorded["mappings"]["NFC"])
    newer = in_pairs(NEWER_MARKS)
    combining = [0 if c in newer else unicodedata.combining(chr(c)) for c in range(COUNT)]

    # A pair composes unless its composition is excluded: then NFC of the composed character is not itself.
    pairs = {}
    for c in canonical:
        parts = unicodedata.decomposition(chr(c)).split()
        if len(parts) == 2 and c not in composed:
            pairs[tuple(int(part, 16) for part in parts)] = c
    seconds = {second for _, second in pairs} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
    composing = {c for c in range(COUNT) if combining[c] != 0 or c in seconds or c in composed}
    classes |= {
        "Decomposes": set(canonical),
        "CompatibilityDecomposes": set(compatible),
        "Composes": composing,
        "Lowers": set(lower),
    }

    categories, breaks = properties()
    for letter, key in (("L", "regex \\p{L} (ByteLevel)"), ("N", "regex \\p{N} (ByteLevel)"), ("M", "regex \\p{M}"), ("P", "regex \\p{P}")):
        assert members(recorded["classes"][key]) == {c for c in range(COUNT) if categories[c][0] == letter}, letter
    linkers, consonants = set(LINKERS), in_pairs(CONSONANTS)
    names = [*TRAITS, *COMPUTED_TRAITS]
    bits = [sum((c in classes[name]) << bit for bit, name in enumerate(names)) for c in range(COUNT)]
    values = [(bits[c], CATEGORIES.index(categories[c]), BREAKS.index(breaks[c]) | (c in linkers) << 4 | (c in consonants) << 5)
              for c in range(COUNT)]
    records, parts = pages_of("Property", "properties", values)
    write_class("CharacterTables", "Properties of every code point.", [
        f"    /// <summary>Bits of a code point inside its page.</summary>\n    public const int PageBits = {PAGE_BITS};\n", *parts,
        member("ushort", "Traits", "The traits of each record.", [r[0] for r in records], 24),
        member("byte", "Categories", "The general category of each record.", [r[1] for r in records]),
        member("byte", "Breaks", "The grapheme boundary property of each record, and in higher bits what it is to a conjunct.", [r[2] for r in records]),
    ])

    assert [c for c in lower if len(lower[c]) > 1] == [0x130] and lower[0x130] == "i\u0307"
    deltas, lower_parts = pages_of("Lower", "lower case", [ord(lower[c][0]) - c if c in lower else 0 for c in range(COUNT)])
    marks, mark_parts = pages_of("Class", "combining class", combining)
    write_class("CaseTables", "Lower case and combining classes of every code point.", [
        *lower_parts, member("int", "LowerDeltas", "Distance of each record to its lower case.", deltas, 24),
        *mark_parts, member("byte", "Classes", "The combining class of each record.", marks),
    ])

    extra = {c: text for c, text in compatible.items() if text != canonical.get(c)}
    ordered = sorted(pairs)
    write_class("NormalizationTables", "Decompositions and compositions of Unicode 9; Hangul syllables are computed instead.", [
        *mapping_members("Canonical", "Full canonical decompositions", canonical),
        *mapping_members("Compatible", "Full compatibility decompositions, where they are others", extra),
        member("ulong", "Pairs", "The pairs that compose, ascending: the first code point above the second, 32 bits each.",
               [first << 32 | second for first, second in ordered], 12, "0x{:X}"),
        member("int", "Compositions", "What each pair composes to.", [pairs[pair] for pair in ordered], 24, "0x{:X}"),
    ])

    scripts, ends, numbers, last = {"": 0, "Common": 1, "Inherited": 2, "Han": 3, "Hiragana": 4, "Katakana": 5}, [], [], -1
    for line in (HERE / "scripts-9.tsv").read_text("ascii").splitlines():
        first, end, script = line.split("\t")
        if int(first, 16) > last + 1:
            ends.append(int(first, 16) - 1)
            numbers.append(0)
        last = int(end, 16)
        ends.append(last)
        numbers.append(scripts.setdefault(script, len(scripts)))
    write_class("ScriptTables", "Scripts of Unicode 9, as ranges without a gap.", [
        member("int", "Ends", "The last code point of each range, ascending.", ends, 24, "0x{:X}"),
        member("byte", "Scripts", "The script of each range; 0 for none.", numbers),
    ])
    print(len(records), len(deltas), len(marks), len(pairs), len(scripts))


if __name__ == "__main__":
    main()
