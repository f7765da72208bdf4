"""The Neo4j engine inside a started JVM: its settings, its database management service, its password."""

from __future__ import annotations

import socket
from typing import Any

from graph.local.place import DATABASE, HOST, USER, Place
from graph.local.task import Task

# A net below the timeouts that questions bring along: a batch of a load may take long.
TRANSACTION_TIMEOUT = "600s"


def write_conf(place: Place, task: Task) -> None:
    """Write Neo4j's settings for this start."""
    settings = {
        "server.default_listen_address": HOST,
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{HOST}:{_free_port(place.last_port())}",
        "dbms.security.auth_enabled": "true",
        # Without this, LOAD CSV reads any file of the machine.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "dbms.usage_report.enabled": "false",
        "db.transaction.timeout": TRANSACTION_TIMEOUT,
        "db.memory.transaction.max": str(_bytes(task.heap) // 2),
        "server.memory.pagecache.size": task.page_cache,
        # A home takes some megabytes on disk instead of half a gigabyte of empty log.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "64m",
        "db.tx_log.rotation.retention_policy": "1 days 256M",
        # The ten seconds in which Bolt would wait at a stop for users; here all have left.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "internal.dbms.dump_diagnostics": "false",
    }
    place.conf.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), "ascii")


def _free_port(wanted: int) -> int:
    """The port of last time where it is free, so that a user's driver finds a restarted server; else 0, any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError:
            return 0
    return wanted


def _bytes(size: str) -> int:
    """A size in Neo4j's and Java's notation, as `512m`, in bytes; 0, which sets no limit, where it is another's."""
    number, unit = (size[:-1], size[-1].lower()) if size[-1:].isalpha() else (size, "")
    factor = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}.get(unit, 0)
    return int(number) * factor if number.isdigit() else 0


class Engine:
    """A running Neo4j on the files of one place."""

    def __init__(self, place: Place) -> None:
        from jpype import JClass

        self._password = place.keep_password()
        folder = JClass("java.nio.file.Path").of(str(place.folder))
        if not (place.folder / "data" / "databases").exists():
            _leave_password(folder, self._password)
        builder = JClass("org.neo4j.dbms.api.DatabaseManagementServiceBuilder")(folder)
        self._service = builder.loadPropertiesFromFile(folder.resolve(place.conf.name)).build()
        self._system = self._service.database("system")
        self._set_password_if_other()
        parts = self._service.database(DATABASE).getDependencyResolver()
        self._health = parts.resolveDependency(JClass("org.neo4j.monitoring.DatabaseHealth"))

    def port(self) -> int:
        """The port on which Bolt listens."""
        from jpype import JClass

        bolt = JClass("org.neo4j.configuration.connectors.ConnectorType").BOLT
        ports = self._part("org.neo4j.configuration.connectors.ConnectorPortRegister")
        return int(ports.getLocalAddress(bolt).getPort())

    def panic(self) -> str | None:
        """What made Neo4j give up, as a full disk does: it answers nothing any more until it is started again."""
        return str(self._health.causeOfPanic()) if not self._health.hasNoPanic() else None

    def stop(self) -> None:
        """Close the databases and release their files."""
        self._service.shutdown()

    def _part(self, name: str) -> Any:
        from jpype import JClass

        return self._system.getDependencyResolver().resolveDependency(JClass(name))

    def _set_password_if_other(self) -> None:
        """Set the password where the database has another, as after its file was deleted."""
        from jpype import JClass

        token = JClass("org.neo4j.kernel.api.security.AuthToken").newBasicAuthToken(USER, self._password)
        here = JClass("org.neo4j.internal.kernel.api.connectioninfo.ClientConnectionInfo").EMBEDDED_CONNECTION
        manager = self._part("org.neo4j.kernel.api.security.AuthManager")
        if str(manager.login(token, here).subject().getAuthenticationResult()) == "SUCCESS":
            return
        values = JClass("java.util.HashMap")()
        values.put("user", USER)
        values.put("password", self._password)
        self._system.executeTransactionally(
            "ALTER USER $user SET PLAINTEXT PASSWORD $password CHANGE NOT REQUIRED", values
        )


def _leave_password(folder: Any, password: str) -> None:
    """Leave the password for the engine's first start, so that it never listens with the well-known one."""
    from jpype import JClass

    context = JClass("org.neo4j.cli.ExecutionContext")(folder, folder)
    command = JClass("org.neo4j.commandline.admin.security.SetInitialPasswordCommand")(context)
    JClass("picocli.CommandLine")(command).execute(password)
