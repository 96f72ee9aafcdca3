"""The parts of a .docx and the zip that holds them: small, written here whole, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

NAMESPACE = "urn:convening-toolkit:answers"
STORE = "{6E0A3C5B-5D0F-4C0E-9B57-1F2A7C3D4E85}"
DOCUMENT, CUSTOM = "word/document.xml", "customXml/item1.xml"

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"

CUSTOM_BEGIN, CUSTOM_END = f'{_XML}<answers xmlns="{NAMESPACE}">', "</answers>"
DOCUMENT_BEGIN = f"{_XML}<w:document {_W} {_R}><w:body>"
DOCUMENT_END = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>'
)

_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.wordprocessingml.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.wordprocessingml.settings+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_TYPE}.wordprocessingml.numbering+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.wordprocessingml.footer+xml"/>'
    f'<Override PartName="/customXml/itemProps1.xml" ContentType="{_TYPE}.customXmlProperties+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)

_SETTINGS = (
    f'{_XML}<w:settings {_W}><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US"/></w:settings>'
)

_NUMBERING = (
    f'{_XML}<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)

_CUSTOM_PROPERTIES = (
    f'{_XML}<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="{_OFFICE}/customXml">'
    f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def _relationships(*targets: tuple[str, str]) -> str:
    rows = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _style(kind: str, identity: str, name: str, paragraph: str = "", run: str = "", more: str = "") -> str:
    properties = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and identity != "Normal" else ""
    default = ' w:default="1"' if identity in ("Normal", "DefaultParagraphFont") else ""
    return f'<w:style w:type="{kind}"{default} w:styleId="{identity}"><w:name w:val="{name}"/>{based}{more}<w:qFormat/>{properties}</w:style>'


def _sized(half_points: int, bold: bool = False) -> str:
    return "<w:b/><w:bCs/>" * bold + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _styles(close: bool) -> str:
    """Return the styles; `close` sets a text that is to fit on its pages."""
    size, after, line, above = (20, 60, 247, 160) if close else (23, 120, 264, 280)
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{font}{_sized(size)}<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f'<w:pPrDefault><w:pPr><w:spacing w:after="{after}" w:line="{line}" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    text = '<w:next w:val="Normal"/>'
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="FFF0A6"/>'
    laws = (_style("paragraph", f"Law{n}", f"Law text {n}" if n else "Law text", f'<w:keepLines/><w:ind w:left="{n * 432}"/>') for n in range(5))
    return "".join(
        [
            f"{_XML}<w:styles {_W}>{defaults}",
            _style("paragraph", "Normal", "Normal"),
            _style("character", "DefaultParagraphFont", "Default Paragraph Font", more='<w:uiPriority w:val="1"/>'),
            _style("paragraph", "Title", "Title", f"<w:keepNext/>{_spaced(0, 60)}", _sized(40, True), text),
            _style("paragraph", "Subtitle", "Subtitle", _spaced(0, 240), _sized(26), text),
            _style("paragraph", "Heading1", "heading 1", f'<w:keepNext/><w:keepLines/>{_spaced(240, 120)}<w:outlineLvl w:val="0"/>', _sized(30, True), text),
            _style(
                "paragraph", "Heading2", "heading 2", f'<w:keepNext/><w:keepLines/>{_spaced(above, after)}<w:outlineLvl w:val="1"/>', _sized(25, True), text
            ),
            _style("paragraph", "ListBullet", "List Bullet", f'<w:numPr><w:numId w:val="1"/></w:numPr>{_spaced(0, 80)}<w:ind w:left="360" w:hanging="360"/>'),
            _style("paragraph", "OpenChoice", "Open choice", f"<w:keepNext/><w:keepLines/>{shade}", "<w:i/><w:iCs/>"),
            *laws,
            _style("paragraph", "Footer", "footer", '<w:tabs><w:tab w:val="right" w:pos="9360"/></w:tabs><w:spacing w:after="0"/>', _sized(18)),
            _style("character", "Blank", "Blank", run=shade),
            "</w:styles>",
        ]
    )


def _footer(line: str) -> str:
    words = escape(line, quote=False)
    number, count = (f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>' for field in ("PAGE", "NUMPAGES"))
    run = '<w:r><w:t xml:space="preserve">'
    return (
        f'{_XML}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run}{words}</w:t></w:r><w:r><w:tab/></w:r>'
        f"{run}Page </w:t></w:r>{number}{run} of </w:t></w:r>{count}</w:p></w:ftr>"
    )


def _core(title: str, date: str) -> str:
    day = "-".join([*date.split("-"), "01", "01"][:3]) if date else "1980-01-01"
    stamp = f'xsi:type="dcterms:W3CDTF">{escape(day)}T00:00:00Z'
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dcterms:created {stamp}</dcterms:created><dc:language>en-US</dc:language>"
        f"<dcterms:modified {stamp}</dcterms:modified></cp:coreProperties>"
    )


def custom(values: Mapping[str, str]) -> str:
    """Return the custom XML part: the words of each blank, already escaped, by tag."""
    return CUSTOM_BEGIN + "".join(f"<{tag}>{words}</{tag}>" for tag, words in values.items()) + CUSTOM_END


def pack(document: str, values: str, title: str, date: str, footer: str, close: bool = False) -> bytes:
    """Return the .docx; `close` for a text that is to fit on its pages.

    The document and the custom part come last and nothing is compressed: the browser then replaces the two, and needs
    no more than a checksum to do so (assets/javascripts/files.js).
    """
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title, date),
        "word/_rels/document.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (f"{_OFFICE}/relationships/settings", "settings.xml"),
            (f"{_OFFICE}/relationships/numbering", "numbering.xml"),
            (f"{_OFFICE}/relationships/footer", "footer1.xml"),
            (f"{_OFFICE}/relationships/customXml", "../customXml/item1.xml"),
        ),
        "word/styles.xml": _styles(close),
        "word/settings.xml": _SETTINGS,
        "word/numbering.xml": _NUMBERING,
        "word/footer1.xml": _footer(footer),
        "customXml/_rels/item1.xml.rels": _relationships((f"{_OFFICE}/relationships/customXmlProps", "itemProps1.xml")),
        "customXml/itemProps1.xml": _CUSTOM_PROPERTIES,
        DOCUMENT: document,
        CUSTOM: values,
    }
    return _zip(parts)


def _zip(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # or the zip would tell on which system it was made
            archive.writestr(entry, text.encode())
    return out.getvalue()
