"""What every page must be in a real browser, at each width, in light and in dark."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

WIDTHS = (400, 1400)
SCHEMES = ("light", "dark")
RUN_AXE = """
const done = arguments[0];
axe.run({resultTypes: ["violations"]}).then(found => done(found.violations.map(
    fault => [fault.impact, fault.id, fault.nodes.map(node => node.html.slice(0, 160))])));
"""
MISSING_TARGETS = """
return [...document.querySelectorAll('a[href^="#"]')]
    .map(link => link.getAttribute("href").slice(1))
    .filter(name => !document.getElementById(name));
"""


def views(browser: Any, page: Path) -> Iterator[str]:
    """Open a page at all widths in both schemes; gives the view's name each time."""
    for scheme in SCHEMES:
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        for width in WIDTHS:
            size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            browser.get(page.as_uri())
            yield f"{width}-{scheme}"


def check_page(browser: Any, page: Path, shots: Path | None = None) -> None:
    """Open the page in all views: nothing runs, nothing is fetched, nothing sticks out.

    Args:
        browser: with logs of console and network.
        page: the file.
        shots: folder for a screenshot of each view.
    """
    for view in views(browser, page):
        width = int(view.partition("-")[0])
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
        assert browser.execute_script("return document.scripts.length") == 0
        assert browser.execute_script(MISSING_TARGETS) == []
        if shots:
            shots.mkdir(parents=True, exist_ok=True)
            picture = screenshot(browser, width)
            (shots / f"{page.stem}-{view}.png").write_bytes(picture)
    # A script, a blocked resource or a dialogue would each leave an entry.
    assert browser.get_log("browser") == []
    assert requested_schemes(browser) <= {"file", "data", "chrome"}  # chrome: its own new tab


def accessibility_faults(browser: Any, page: Path) -> list[str]:
    """What axe finds serious or critical, in any view."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    faults = []
    for view in views(browser, page):
        browser.execute_script(axe)
        for impact, rule, places in browser.execute_async_script(RUN_AXE):
            if impact in ("serious", "critical"):
                faults.append(f"{view}: {rule} ({impact}) at {places[:3]}")
    return faults


def screenshot(browser: Any, width: int) -> bytes:
    """The whole page as PNG."""
    height = browser.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, 8000), "scale": 1}
    options = {"captureBeyondViewport": True, "clip": clip}
    return base64.b64decode(browser.execute_cdp_cmd("Page.captureScreenshot", options)["data"])


def requested_schemes(browser: Any) -> set[str]:
    """Schemes of all addresses that the browser asked for since the last call."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return {
        event["params"]["request"]["url"].partition(":")[0]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    }
