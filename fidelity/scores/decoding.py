"""From the bytes of a CSV file to its words, whatever program wrote it."""

LARGEST_BYTES = 5 * 1024 * 1024
_DELIMITERS = ";,\t"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: Spreadsheets (also under another name), old ones, PDF.
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


def text_of(data: bytes) -> tuple[str | None, str]:
    """The words of the file; nothing, and why, where it is no text."""
    if not data.strip(b" \t\r\n\x00\xff\xfe\xef\xbb\xbf"):
        return None, "the file is empty"
    if len(data) > LARGEST_BYTES:
        return None, "the file is larger than 5 MB"
    if data.startswith(_OTHER_FILES):
        return None, "this is not a CSV file, whatever its name ends with: open it and save it as CSV"
    for encoding in ("utf-16",) if data[:2] in _UTF_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, ""
    return None, "the file cannot be read as words: open it in the spreadsheet and save it as “CSV UTF-8”"


def without_delimiter_line(text: str) -> tuple[str, str]:
    """Excel may begin with a line ``sep=;``: what it names, and the rest."""
    line, _, rest = text.partition("\n")
    said = line.strip('\r" ').lower()
    return (said[-1], rest) if said in {f"sep={each}" for each in _DELIMITERS} else ("", text)


def delimiter_of(said: str, text: str) -> str:
    """What the file itself says; else whichever the first line with words has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return said or max(_DELIMITERS, key=first.count)
