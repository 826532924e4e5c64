"""Fetch the few browser files that are not ours, from npm, and note where they come from.

Run `python scripts/vendor.py` after changing a version or the list of icons;
it needs npm and the network, and is never needed to run or test Yexiao.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/yexiao/common/static"
BROWSER_TESTS = ROOT / "tests/vendor"
ICONS = """
accessibility activity arrow-left ban bell briefcase calendar calendar-days calendar-plus chart-column check
chevron-left chevron-right circle-alert circle-check circle-user circle-x clipboard-list clock copy door-open
download file-text heart house inbox info lightbulb list log-out map map-pin menu message-circle monitor moon
navigation phone pin play qr-code refresh-cw scan-line search send sliders-horizontal sun ticket
triangle-alert user-plus users x
""".split()  # noqa: SIM905  (a list that wraps well)


@dataclass(frozen=True)
class Package:
    """An npm package pinned to a version."""

    name: str
    version: str


HTMX = Package("htmx.org", "2.0.11")
LUCIDE = Package("lucide-static", "1.62.0")
AXE = Package("axe-core", "4.14.1")


def main() -> None:
    """Fetch all three packages and write the notes."""
    with tempfile.TemporaryDirectory() as folder:
        htmx, lucide, axe = (unpack(package, Path(folder)) for package in (HTMX, LUCIDE, AXE))
        write(STATIC / "vendor/htmx.min.js", (htmx / "dist/htmx.min.js").read_text())
        write(STATIC / "common/icons.svg", sprite(lucide / "icons"))
        write(STATIC / "vendor/lucide.LICENSE.txt", (lucide / "LICENSE").read_text())
        write(STATIC / "vendor/htmx.LICENSE.txt", (htmx / "LICENSE").read_text())
        write(BROWSER_TESTS / "axe.min.js", (axe / "axe.min.js").read_text())
        write(
            STATIC / "vendor/README.md",
            note(
                "What the pages carry that is not ours",
                {"htmx.min.js": (HTMX, licence(htmx)), "../common/icons.svg": (LUCIDE, licence(lucide))},
            ),
        )
        write(
            BROWSER_TESTS / "README.md",
            note("What the browser tests carry that is not ours", {"axe.min.js": (AXE, licence(axe))}),
        )


def unpack(package: Package, folder: Path) -> Path:
    """Download one package from npm and return its unpacked folder."""
    target = folder / package.name
    target.mkdir()
    command = ["npm", "pack", "--silent", "--pack-destination", str(target), f"{package.name}@{package.version}"]
    subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def sprite(icons: Path) -> str:
    """Return one SVG with a symbol for each icon we use."""
    symbols = "\n".join(symbol(icons, name) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(icons: Path, name: str) -> str:
    """Return one icon as a symbol, its drawing on one line."""
    text = (icons / f"{name}.svg").read_text()
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    shapes = re.sub(r"\s*\n\s*", "", drawing[1]).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def licence(package: Path) -> str:
    """Return the licence that the package names."""
    return json.loads((package / "package.json").read_text())["license"]


def note(title: str, files: dict[str, tuple[Package, str]]) -> str:
    """Return the table of files with their package, version and licence."""
    rows = [f"| {file} | {origin.name} | {origin.version} | {terms} |" for file, (origin, terms) in files.items()]
    head = ["| file | npm package | version | licence |", "|---|---|---|---|"]
    return "\n".join([f"# {title}", "", "Written by `scripts/vendor.py`.", "", *head, *rows, ""])


def write(path: Path, text: str) -> None:
    """Write a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    main()
