"""What of other people's HTML may stand in a page of ours.

Everything that a student can influence ends up here: rendered markdown, HTML outputs,
formulas. The allow-list is enforced by nh3 (the Rust library ammonia), which parses as a
browser does; bleach, which nbconvert's SanitizeHTML uses, is no longer developed. No script,
style, form, frame, remote or local resource, event handler, id or class of ours passes.
"""

from __future__ import annotations

import base64
import binascii
import re

import nh3
from markupsafe import Markup, escape

MAX_HTML_CHARACTERS = 200_000
MAX_DEPTH = 200
MAX_PARSED_DEPTH = 2_000
MAX_UNPARSED_CHARACTERS = 10_000

_TEXT_TAGS = {
    "a", "abbr", "b", "bdi", "blockquote", "br", "caption", "code", "col", "colgroup", "dd",
    "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "tt", "u", "ul", "var",
}  # fmt: skip
_MATH_TAGS = {
    "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded",
    "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub",
    "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
}  # fmt: skip
# Tags whose content goes with them: what they hold is not meant to be read as text.
_DROPPED_WITH_CONTENT = {
    "embed", "iframe", "noembed", "noframes", "noscript", "object", "plaintext", "script",
    "select", "style", "svg", "template", "textarea", "title", "xmp",
}  # fmt: skip

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"\d{1,4}")
_LENGTH = re.compile(r"\d?(\.\d+)?(em)?|\d")
_WORD = re.compile(r"[a-z]{1,12}")
_TERMINAL_CLASSES = re.compile(r"ansi-[a-z-]+(?: ansi-[a-z-]+)*")
# Pygments' short token classes, one a span: k, nf, s2, ...
_TOKEN_CLASS = re.compile(r"[a-z]{1,2}[a-z0-9]?")
_TEXT_ALIGN = re.compile(r"\s*text-align:\s*(left|right|center)\s*;")
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_IMAGE = re.compile(r"data:image/(png|jpeg|gif);base64,([A-Za-z0-9+/=\s]+)")
# Applied to what nh3 wrote, where attributes stand in double quotes and hold none.
_IMAGE_WITHOUT_SOURCE = re.compile(r'<img(?: alt="[^"]*")?>')
_IMAGE_WITHOUT_WORDS = re.compile(r'<img src="([^"<>]*)">')
# Tags but those that have no end tag, or may leave it out.
_TAG = re.compile(r"<(/?)(?!(?:br|hr|img|col|p|li|t[dhr]|d[dt])\b)[a-z]", re.IGNORECASE)
_IMAGE_STARTS = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff",
    "gif": b"GIF8",
}

_PATTERNS: dict[tuple[str, str], re.Pattern[str]] = {
    ("td", "colspan"): _NUMBER,
    ("td", "rowspan"): _NUMBER,
    ("th", "colspan"): _NUMBER,
    ("th", "rowspan"): _NUMBER,
    ("th", "scope"): _WORD,
    ("ol", "start"): _NUMBER,
    ("a", "href"): _LINK,
    ("math", "display"): re.compile("block|inline"),
    ("math", "tabindex"): re.compile("0"),
    ("mo", "stretchy"): _WORD,
    ("mo", "lspace"): _LENGTH,
    ("mo", "rspace"): _LENGTH,
    ("mo", "form"): _WORD,
    ("mover", "accent"): _WORD,
    ("mi", "mathvariant"): _WORD,
    ("mspace", "width"): _LENGTH,
    ("mfrac", "linethickness"): _LENGTH,
    ("mtable", "displaystyle"): _WORD,
    ("mtable", "scriptlevel"): _LENGTH,
    ("mstyle", "displaystyle"): _WORD,
    ("mstyle", "scriptlevel"): _LENGTH,
}
_FREE_TEXT = {("img", "alt"), ("abbr", "title")}
_OTHER = {("img", "src"), ("span", "class"), ("mtd", "style")}


def _allowed_attributes() -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {}
    for tag, attribute in {*_PATTERNS, *_FREE_TEXT, *_OTHER}:
        allowed.setdefault(tag, set()).add(attribute)
    return allowed


_ATTRIBUTES = _allowed_attributes()


def clean_html(html: str) -> Markup:
    """HTML with all but harmless tags and attributes removed.

    Beyond MAX_HTML_CHARACTERS the rest is cut off. What is nested deeper than MAX_DEPTH loses
    its tags, since programs that read the page may not survive it; what is nested so deep that
    parsing would take long is shown as it was written.
    """
    html = clean_text(html[:MAX_HTML_CHARACTERS])
    if _depth(html) > MAX_PARSED_DEPTH:
        return escape(html[:MAX_UNPARSED_CHARACTERS])
    cleaned = nh3.clean(
        html,
        tags=_TEXT_TAGS | _MATH_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_value,
        # They may be scrolled sideways, so they must be reachable by the keyboard.
        set_tag_attribute_values={"pre": {"tabindex": "0"}},
        link_rel="noopener noreferrer nofollow",
        url_schemes={"http", "https", "mailto", "data"},
    )
    if _depth(cleaned) > MAX_DEPTH:
        cleaned = nh3.clean(cleaned, tags=set())
    cleaned = _IMAGE_WITHOUT_SOURCE.sub("<em>[Image not shown]</em>", cleaned)
    return Markup(_IMAGE_WITHOUT_WORDS.sub(r'<img src="\1" alt="No description">', cleaned))


def clean_text(text: str, *, keep_escapes: bool = False) -> str:
    """Text without lone surrogates and without control characters but newline and tab.

    `keep_escapes` leaves the escape character, with which a terminal's colour codes begin.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    kept = "\x1b" if keep_escapes else ""
    return _CONTROLS.sub(lambda match: match[0] if match[0] == kept else "", text)


def image_html(kind: str, data: str, alt: str) -> Markup | None:
    """An image that stands in the page itself, or None where the data is no such image.

    Args:
        kind: "png", "jpeg" or "gif".
        data: base64 text; line breaks are allowed.
        alt: what the image shows, in words.
    """
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not content.startswith(_IMAGE_STARTS[kind]):
        return None
    encoded = base64.b64encode(content).decode("ascii")
    return Markup('<img src="data:image/{};base64,{}" alt="{}">').format(kind, encoded, alt)


def _kept_value(tag: str, attribute: str, value: str) -> str | None:
    key = (tag, attribute)
    if key in _FREE_TEXT:
        return value
    if key in _PATTERNS:
        return value if _PATTERNS[key].fullmatch(value.strip()) else None
    if key == ("img", "src"):
        match = _IMAGE.fullmatch(value.strip())
        return value if match and image_html(match[1], match[2], "") else None
    if key == ("span", "class"):
        known = _TERMINAL_CLASSES.fullmatch(value) or _TOKEN_CLASS.fullmatch(value)
        return value if known else None
    if key == ("mtd", "style"):
        match = _TEXT_ALIGN.match(value)
        return f"text-align: {match[1]}" if match else None
    return value if key in (("a", "rel"), ("pre", "tabindex")) else None


def _depth(html: str) -> int:
    """The deepest nesting of tags that don't end by themselves; an estimate if malformed."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest
