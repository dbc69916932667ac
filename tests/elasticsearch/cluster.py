"""A real Elasticsearch for the tests: one node or several, of the jars that Maven's central repository has.

`python -m tests.elasticsearch.cluster --port 9200 --nodes 3` runs one in the foreground. It needs Java 17
and Maven; the first start fetches 40 MB, a later one takes a few seconds. It listens on this machine
alone and keeps its data in a folder that goes with it. The distribution's modules are not among those
jars; the portal needs none of them, for its index holds stems that Elasticsearch splits at spaces.
"""

import argparse
import fcntl
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path

SOURCES = Path(__file__).parent / "server"
FOLDER = Path(__file__).parents[2] / "var" / "elasticsearch"
VERSION = re.search(r"elasticsearch.version>([\d.]+)<", (SOURCES / "pom.xml").read_text())[1]
OLDEST_JAVA = 17
FRUGAL = ["-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
LONGEST_START = 120  # seconds, on a busy machine
BELOW_THOSE_THAT_CALL = range(20_000, 32_000)
TRANSPORT = """description=transport
name=transport-netty4
version={version}
elasticsearch.version={version}
java.version=17
classname=org.elasticsearch.transport.netty4.Netty4Plugin
has.native.controller=false
"""


def why_not() -> str:
    """Return why no Elasticsearch can be started on this machine, or nothing. The first call fetches it."""
    if not shutil.which("mvn"):
        return "Maven is not installed (apt-get install maven)"
    if not shutil.which("javac"):
        return "a JDK is not installed (apt-get install default-jdk-headless)"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) < OLDEST_JAVA:
        return f"Elasticsearch needs Java {OLDEST_JAVA} or later, not {(said or 'this').splitlines()[0]}"
    try:
        home()
    except subprocess.CalledProcessError as failed:
        return f"its jars could not be fetched and put together ({failed.cmd[0]} failed: see above)"
    return ""


def home() -> Path:
    """Return the folder that a node starts from. It is put together once; others wait meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    digest = sha256(b"".join(file.read_bytes() for file in sorted(SOURCES.iterdir()))).hexdigest()[:12]
    made = FOLDER / f"home-{digest}"
    with (FOLDER / "home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            partial = made.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            put_together(partial)
            partial.rename(made)
    return made


def put_together(folder: Path) -> None:
    """Lay the jars out as the distribution does: the server in lib/, its transport in a module."""
    transport = folder / "modules" / "transport-netty4"
    for made in (transport, folder / "config", folder / "plugins"):
        made.mkdir(parents=True)
    maven = ["mvn", "-q", "-B", "-f", str(SOURCES / "pom.xml"), "dependency:copy-dependencies"]
    subprocess.run([*maven, f"-DoutputDirectory={folder / 'lib'}"], check=True)
    for jar in (folder / "lib").glob("*netty*.jar"):
        jar.rename(transport / jar.name)
    (transport / "plugin-descriptor.properties").write_text(TRANSPORT.format(version=VERSION))
    java = ["javac", "-nowarn", "-d", str(folder / "node"), "-cp", f"{folder}/lib/*"]
    subprocess.run([*java, str(SOURCES / "SearchNode.java")], check=True)


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nothing listens on, drawn by lot from those never used to call out.

    The system's own choice comes from those: another test's call could take it before the server starts.
    """
    found: list[int] = []
    while len(found) < count:
        port = random.choice(BELOW_THOSE_THAT_CALL)
        with socket.socket() as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found


class Cluster:
    """Nodes that find each other. `start` and `stop`, or `kill` one as a power cut would."""

    def __init__(self, nodes: int = 1, port: int = 0):
        free = free_ports(2 * nodes)
        self.ports, self.transports = [port or free[0], *free[1:nodes]], free[nodes:]
        self.data = Path(tempfile.mkdtemp(prefix="portal-elasticsearch-"))
        self.processes: dict[int, subprocess.Popen] = {}

    @property
    def urls(self) -> list[str]:
        """Return the address of each node."""
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    def start(self) -> "Cluster":
        """Start every node; return when all of them answer."""
        for number in range(len(self.ports)):
            self.launch(number)
        self.wait()
        return self

    def launch(self, number: int) -> None:
        """Start node `number`, and do not wait for it."""
        made = home()
        command = ["java", *FRUGAL, "-cp", f"{made}/node:{made}/lib/*", "SearchNode", str(made)]
        command += self.settings(number)
        with (self.data / f"node{number}.txt").open("ab") as said:
            self.processes[number] = subprocess.Popen(
                command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def settings(self, number: int) -> list[str]:
        """Return the settings of a node."""
        settings = {
            "cluster.name": "portal",
            "node.name": f"node{number}",
            "http.port": self.ports[number],
            "transport.port": self.transports[number],
            "path.data": self.data / f"node{number}",
            "path.logs": self.data / "logs",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if len(self.ports) == 1:
            settings["discovery.type"] = "single-node"
        else:
            names = [f"node{n}" for n in range(len(self.ports))]
            settings["cluster.initial_master_nodes"] = ",".join(names)
            settings["discovery.seed_hosts"] = ",".join(f"127.0.0.1:{port}" for port in self.transports)
        return [f"{name}={value}" for name, value in settings.items()]

    def wait(self) -> None:
        """Wait until every node that runs has found the others. Raises RuntimeError where one ends."""
        end = time.monotonic() + LONGEST_START
        health = f"_cluster/health?wait_for_nodes={len(self.processes)}&wait_for_status=yellow&timeout=5s"
        waiting = [f"{self.urls[number]}/{health}" for number in self.processes]
        while waiting:
            try:
                urllib.request.urlopen(waiting[0], timeout=10).read()  # noqa: S310
                waiting.pop(0)
            except (HTTPException, OSError):
                if time.monotonic() > end or any(p.poll() is not None for p in self.processes.values()):
                    raise RuntimeError(f"Elasticsearch did not start: see {self.data}/*.txt") from None
                time.sleep(0.1)

    def kill(self, number: int = 0) -> None:
        """End a node at once, with nothing put away: kill -9."""
        node = self.processes.pop(number)
        node.send_signal(signal.SIGKILL)
        node.wait()

    def stop(self) -> None:
        """End every node and delete its data."""
        for number in list(self.processes):
            self.kill(number)
        shutil.rmtree(self.data, ignore_errors=True)


def main() -> None:
    """Run a cluster until it is interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=9200, help="of the first node (9200)")
    parser.add_argument("--nodes", type=int, default=1, help="how many (1)")
    options = parser.parse_args()
    if reason := why_not():
        raise SystemExit(reason)
    cluster = Cluster(options.nodes, options.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        cluster.start()
        print(f"SEARCH_URL={','.join(cluster.urls)}  (process {os.getpid()}; Ctrl-C ends it)", flush=True)  # noqa: T201
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
