"""What a page that people open must not hold, whatever a student wrote."""

from __future__ import annotations

import re
from html.parser import HTMLParser

FORBIDDEN = frozenset({
    "script", "iframe", "frame", "object", "embed", "applet", "base", "form", "input", "button",
    "meta-refresh", "link", "portal", "audio", "video", "source", "track", "foreignobject",
    "animate", "set", "use",
})  # fmt: skip
ADDRESSES = frozenset({
    "href", "src", "action", "data", "poster", "srcset", "background", "formaction", "ping",
})  # fmt: skip
# Addresses that stay on the page or beside it, or are a picture within it.
HARMLESS = re.compile(
    r"(#|data:image/(png|jpeg|gif);base64,|(?!//)[a-z0-9_./%-]*(#[a-z0-9_-]+)?$)", re.IGNORECASE
)
# A drawing shown as an image: browsers run no script in it and load nothing for it.
DRAWING = re.compile(r"data:image/svg\+xml;base64,[a-z0-9+/=\s]*$", re.IGNORECASE)
# A link that a person may click: shown as text in a student's work; nothing is loaded by it.
CLICKED = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
STYLES = re.compile(r"@import|expression\s*\(|behavior\s*:|url\s*\(", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name.lower(): (value or "").strip() for name, value in attrs}
        kind = "meta-refresh" if _commands(tag, values) else tag
        if kind in FORBIDDEN:
            self.found.append(f"element {tag} {values}")
        for name, value in values.items():
            if name.startswith("on") or name in ("srcdoc", "is"):
                self.found.append(f"attribute {name} of {tag}")
            address = name.rpartition(":")[2]
            if address in ADDRESSES and not _is_harmless(tag, value):
                self.found.append(f"address {value[:100]!r} of {tag}")
            if name == "style" and STYLES.search(value):
                self.found.append(f"style {value[:100]!r} of {tag}")
        self._style = tag == "style"

    def handle_data(self, data: str) -> None:
        if self._style and STYLES.search(data):
            self.found.append("a style sheet that loads something")


def _commands(tag: str, values: dict[str, str]) -> bool:
    """Whether an element tells the browser what to do, and not what to leave undone."""
    command = values.get("http-equiv", "").lower() if tag == "meta" else ""
    return command not in ("", "content-security-policy")


def _is_harmless(tag: str, value: str) -> bool:
    by_tag = {"a": CLICKED, "img": DRAWING}.get(tag)
    return bool(HARMLESS.match(value) or (by_tag and by_tag.match(value)))


def offences(page: str) -> list[str]:
    """Scripts, remote resources and the like in a page; one line each."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found
