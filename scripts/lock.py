"""Write the two locks: versions and hashes only, no index address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["pip", "compile", "-q", "--universal", "--python-version", "3.11", "--upgrade"]
PLAIN = ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate"]


def main() -> int:
    """Compile requirements.lock, then requirements-dev.lock on top of it."""
    uv = str(ROOT / ".venv/bin/uv")
    runs = [
        ["pyproject.toml", "-o", "requirements.lock"],
        ["--extra", "dev", "pyproject.toml", "-c", "requirements.lock", "-o", "requirements-dev.lock"],
    ]
    for run in runs:
        subprocess.run([uv, *COMPILE, *PLAIN, *run], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
