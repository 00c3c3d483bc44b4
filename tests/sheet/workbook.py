# SPDX-License-Identifier: MulanPSL-2.0
"""Workbooks made by hand: parts as text, any of them replaced, left out or broken."""
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def relations(rows, office=OFFICE):
    """rows: (id, kind, target)"""
    inner = "".join(f'<Relationship Id="{i}" Type="{office}/{k}" Target="{t}"/>' for i, k, t in rows)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def sheet(rows, before="", after="", space=MAIN):
    return f'{HEAD}<worksheet xmlns="{space}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(inner, space=MAIN):
    return f'{HEAD}<sst xmlns="{space}">{inner}</sst>'


def styles(formats, ids, space=MAIN):
    custom = "".join(f'<numFmt numFmtId="{i}" formatCode="{c}"/>' for i, c in formats)
    cells = "".join(f'<xf numFmtId="{i}"/>' for i in ids)
    return (f'{HEAD}<styleSheet xmlns="{space}"><numFmts>{custom}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
            f"</cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>")


def book(names=("Sheet1",), settings="", space=MAIN, office=OFFICE):
    inner = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(names, 1))
    return (f'{HEAD}<workbook xmlns="{space}" xmlns:r="{office}">{settings}<sheets>{inner}</sheets></workbook>')


def parts(rows="", space=MAIN, office=OFFICE, **more):
    """The parts of a workbook of one sheet; `more` overrides by role."""
    made = {
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")], office),
        "xl/workbook.xml": book(settings=more.get("settings", ""), space=space, office=office),
        "xl/_rels/workbook.xml.rels": relations(
            [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId8", "styles", "styles.xml"),
             ("rId9", "sharedStrings", "sharedStrings.xml")], office),
        "xl/styles.xml": more.get("styles", styles([], [0], space)),
        "xl/sharedStrings.xml": strings(more.get("strings", ""), space),
        SHEET: sheet(rows, more.get("before", ""), more.get("after", ""), space),
    }
    return made


def save(path, made, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in made.items():
            archive.writestr(name, text)
    return path
