#!/usr/bin/env python3
# SPDX-License-Identifier: MulanPSL-2.0
"""Files in every encoding through the front door: encodings.py SHEET_ROWS.

What a file must say is made by Python's own converters and csv module, and by the list of
contested codes in spec/import.md 2.4.
"""
import csv
import io
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from gb18030_table import agreed, contested, four, fours, index_of, twos  # noqa: E402
from sheet_lines import unescape  # noqa: E402

class Reader:
    def __init__(self, program):
        self.program, self.passed, self.failed = program, 0, 0
        self.folder = tempfile.TemporaryDirectory()

    def check(self, good, what):
        self.passed += bool(good)
        self.failed += not good
        if not good:
            print(f"encodings: {what}")

    def read(self, data, *args):
        """The head line or refusal, and the rows as (number, fault, [(marks, text)])."""
        path = pathlib.Path(self.folder.name) / "file"
        path.write_bytes(data)
        out = subprocess.run([self.program, path, *args], capture_output=True, timeout=60).stdout
        head, *lines = out.decode("utf-8", "surrogateescape").split("\n")[:-1]
        rows = []
        for line in lines:
            number, fault, *cells = line.split("\t")
            split = [cell.partition(":") for cell in cells]
            rows.append((int(number), fault, [(int(m, 16), unescape(t)) for m, _, t in split]))
        return head, rows

    def refuses(self, data, words, *args):
        head, rows = self.read(data, *args)
        self.check(head.startswith("! ") and words in head and not rows, f"not {words}: {head}")


def shown(code):
    return "".join(f"\\x{b:02X}" for b in code)


def every_code(r, codes, name, step):
    """Each code is a row of its own: its character, or a mark and its bytes."""
    named, wrong = contested(), 0
    for begin in range(0, len(codes), step):
        part = codes[begin:begin + step]
        _, rows = r.read(b"".join(b"x," + c + b"\r\n" for c in part), name)
        r.check(len(rows) == len(part), f"{name}: {len(rows)} rows of {len(part)}")
        for code, (_, fault, cells) in zip(part, rows):
            point = agreed(code, named)
            want = (0, chr(point)) if point else (64, shown(code))
            if fault != "-" or cells != [(0, "x"), want]:
                wrong += 1
                r.check(False, f"{name} {code.hex()}: {cells} {want}")
    r.passed += len(codes) - wrong


def planes():
    """Codes of the other planes, all over them, and those beyond."""
    first, end = index_of(bytes.fromhex("90308130")), index_of(bytes.fromhex("FE39FE39"))
    return [four(i) for i in [*range(first, first + 0x100000, 997), first + 0xFFFFF, first + 0x100000,
                              *range(50400, first, 4999), end]]


def same_as_csv(r, text, codec, head):
    """The same cells as the csv module finds."""
    data = text.encode(codec)
    want = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]
    got_head, rows = r.read(data)
    r.check(got_head.split("\t")[1:2] == [head], f"{codec}: {got_head}")
    r.check([[t for _, t in cells] for _, _, cells in rows] == want, f"{codec}: {rows} {want}")
    r.check(all(f == "-" and not m for _, f, cells in rows for m, _ in cells), f"{codec}: {rows}")


def random_files(r, files=60):
    """Rows of what is hard, as Python's writer writes them."""
    dice = random.Random(4180)
    pieces = ["", "a", ",", '"', '""', "\n", "\r\n", "\r", "名", "乗亅丂", " ", "\\", "x" * 300, "0", "§"]
    for number in range(files):
        codec = ("utf-8", "gbk", "gb18030")[number % 3]
        out = io.StringIO(newline="")
        end = dice.choice(("\n", "\r\n"))
        # The writer knows that CR needs quotation marks only where it stands in the line's end.
        writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL if end == "\n" else csv.QUOTE_MINIMAL)
        writer.writerow(["张三", "𠀀" if codec == "gb18030" else "三"])
        for _ in range(dice.randrange(400)):
            writer.writerow(["".join(dice.choices(pieces, k=dice.randrange(5))) for _ in range(dice.randrange(1, 7))])
        same_as_csv(r, out.getvalue(), codec, codec)


def refusals(r):
    cfb = bytes.fromhex("d0cf11e0a1b11ae1")
    r.refuses(b"", "the file is empty")
    r.refuses(b"\xef\xbb\xbf", "the file is empty")
    r.refuses(cfb + bytes(600), "Excel 97-2003")
    for before in (504, 131072 - 40, 131072 - 9, 131072, 300001):
        data = cfb + bytes(before) + "EncryptedPackage".encode("utf-16-le") + bytes(77)
        r.refuses(data, "under a password")
    xml = '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    r.refuses(xml.encode("utf-8"), "XML of Excel 2003")
    r.refuses(b"\xef\xbb\xbf\r\n" + xml.replace("<Work", "<ss:Work").encode("utf-8"), "XML of Excel 2003")
    r.refuses(b"  \r\n<HTML><body>", "a web page")
    r.refuses(b'<meta charset="gbk"><TABLE border=1>', "a web page")
    r.refuses("名称,a\n".encode("utf-16"), "UTF-16")
    r.refuses("名称,a\n".encode("utf-16-be").join([b"\xfe\xff", b""]), "UTF-16")
    r.refuses(b"a\n,\x80\n", "no known encoding | save it as CSV UTF-8 or as .xlsx | ")
    r.refuses(b"a\n,\x80\n", "/file line 2 | 0x80, byte 4")
    r.refuses("名".encode("gbk"), "contradict", "utf-8")
    r.refuses("名\U00020000".encode("gb18030"), "contradict", "gbk")
    r.refuses(b"a", "there is no such encoding", "big5")
    r.refuses(b"a", "a CSV has no sheets", "-", "Sheet1")
    head, rows = r.read(b"<b>,a\n")
    r.check(rows == [(1, "-", [(0, "<b>"), (0, "a")])], f"a cell in angle brackets: {head}")
    head, rows = r.read(b"a,<table>\n")
    r.check(len(rows) == 1, f"a cell with a table: {head}")


def main(program):
    r = Reader(program)
    every_code(r, twos(), "gbk", 8000)
    every_code(r, twos(), "gb18030", 8000)
    every_code(r, [c for c in fours() if c], "gb18030", 8000)
    every_code(r, planes(), "gb18030", 8000)
    plain = '名称,地址\r\n"某某,公司","第一行\r\n第二行"\r\n丂乗,"他说""好"""\r\n'
    same_as_csv(r, plain, "utf-8", "utf-8")
    same_as_csv(r, plain, "gbk", "gbk")
    same_as_csv(r, plain.replace("\r\n", "\n"), "gbk", "gbk")
    same_as_csv(r, plain + "𠀀,ä\u0080\r\n", "gb18030", "gb18030")
    head, rows = r.read("\ufeffid,名\r\n1,张\r\n".encode("utf-8"))
    r.check(head == "# csv\tutf-8 with a mark\tid,名" and rows[0][2][0] == (0, "id"), f"mark: {head}")
    head, _ = r.read(b"a,b\n" + b"x" * 500 + ",名称\n".encode("gbk"))
    r.check(head == "# csv\tgbk\t名称", f"sample: {head}")
    head, _ = r.read(("名" * 500 + "\n").encode("utf-8"))
    r.check(head == "# csv\tutf-8\t" + "名" * 85, f"sample: {head}")
    for cut in (b"\xc3", b"\x81\x30", b"\x81\x30\x81"):
        r.refuses("名,a\n".encode("gbk") + cut, "no known encoding")
    random_files(r)
    refusals(r)
    print(f"encodings: {r.passed} passed, {r.failed} failed")
    return r.failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
