"""The files of a source tree as the checks see them: paths relative to the root, text read once."""

import functools
import pathlib
import subprocess

_SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__", ".cache"}


class Tree:
    """A checkout (what git tracks or would track), or a plain folder."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()

    @functools.cached_property
    def files(self):
        """Sorted POSIX paths relative to the root."""
        if (self.root / ".git").exists():
            command = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
            return sorted({name for name in listed if name and (self.root / name).is_file()})
        found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found if not _SKIPPED_FOLDERS & set(path.parts))

    def named(self, *suffixes, under=""):
        """Files that end in one of the suffixes, below a folder."""
        return [name for name in self.files if name.startswith(under) and name.endswith(suffixes)]

    @functools.lru_cache(maxsize=None)
    def text(self, name):
        """The text of a file; empty for what is not UTF-8."""
        try:
            return (self.root / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return ""

    def lines(self, name):
        """(number, line) from 1."""
        return enumerate(self.text(name).splitlines(), 1)

    def exists(self, name):
        return (self.root / name).exists()
