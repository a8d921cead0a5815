"""The servers that are measured: each started fresh, on loopback, in a folder of its own."""
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from . import machine

BENCH = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(BENCH)
JCMD = os.path.join(os.environ.get("JAVA_HOME", ""), "bin", "jcmd")


@dataclass
class Ports:
    """A row of ports on 127.0.0.1."""
    base: int
    COUNT = 40

    def __post_init__(self):
        self.switchboard, self.kamailio = self.base, self.base + 2
        self.called, self.caller, self.media = self.base + 4, self.base + 6, self.base + 10


class Server:
    """A process with a name that listens on a port."""
    name = ""
    warm = 10  # seconds of load after which it is as fast as it will be; more are not needed

    def __init__(self, ports, port):
        self.ports, self.port = ports, port
        self.process = None

    def start(self, folder, users):
        """Starts it in a folder, without waiting for it."""
        folder = os.path.join(folder, self.name)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        self.process = machine.start(self.command(folder, users), os.path.join(folder, "log"), folder)

    def command(self, folder, users):
        """Writes what the server needs into a folder; gives its command line."""
        raise NotImplementedError

    def ready(self):
        """Waits until it listens."""
        if not machine.wait_until(lambda: machine.bound(self.port), 60, self.process):
            raise machine.Trouble(f"{self.name} does not start: {machine.tail(self.process)}")

    def check(self):
        if self.process.poll() is not None:
            raise machine.Trouble(f"{self.name} has ended by itself: {machine.tail(self.process)}")

    def cpu(self):
        """CPU seconds that it has used, with all of its processes."""
        return machine.cpu(self.process.pid)

    def heap(self):
        """Bytes of live objects, where the server has such a thing."""
        return None

    def stop(self):
        machine.stop(self.process)


class Switchboard(Server):
    """The packaged server of this working tree, with bench/config."""
    name = "Switchboard"
    warm = 3600  # the JVM's compilers have to share the cores with SIPp

    def __init__(self, ports):
        super().__init__(ports, ports.switchboard)

    def command(self, folder, users):
        config = os.path.join(folder, "config")
        shutil.copytree(os.path.join(BENCH, "config"), config, ignore=shutil.ignore_patterns("generated"))
        subprocess.run([sys.executable, os.path.join(BENCH, "make-accounts"), str(users), "bench.test", "secret",
                        os.path.join(config, "generated")], check=True, stdout=subprocess.DEVNULL)
        self.fill(os.path.join(config, "switchboard.yaml"), {5060: self.port})
        self.fill(os.path.join(config, "trunks.yaml"), {5081: self.ports.caller, 5070: self.ports.called})
        return [os.path.join(ROOT, "scripts", "switchboard"), "serve", "--config", config,
                "--data", os.path.join(folder, "data")]

    @staticmethod
    def fill(path, ports):
        """Other ports in a file: each old one has to be there."""
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for old, new in ports.items():
            text, count = re.subn(rf"\b127\.0\.0\.1:{old}\b", f"127.0.0.1:{new}", text)
            if not count:
                raise machine.Trouble(f"bench/config has changed: no 127.0.0.1:{old} in {os.path.basename(path)}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def heap(self):
        said = subprocess.run([JCMD, str(self.process.pid), "GC.class_histogram"], stdout=subprocess.PIPE, text=True,
                              check=True).stdout
        return int(said.strip().splitlines()[-1].split()[2])


class Kamailio(Server):
    """Kamailio as kamailio.cfg has it: two processes for each transport, its fast allocator."""
    name = "Kamailio"

    def __init__(self, ports):
        super().__init__(ports, ports.kamailio)

    @staticmethod
    def version():
        """What is installed; empty if nothing is."""
        found = re.search(r"kamailio (\S+)", machine.first_line("kamailio", "-v"))
        return found.group(1) if found else ""

    def command(self, folder, users):
        tables = os.path.join(folder, "tables")
        os.makedirs(tables)
        with open(os.path.join(tables, "version"), "w", encoding="ascii") as file:
            file.write("table_name(str) table_version(int)\ndialplan:2\n")
        with open(os.path.join(tables, "dialplan"), "w", encoding="ascii") as file:
            file.write("id(int) dpid(int) pr(int) match_op(int) match_exp(str) match_len(int) subst_exp(str) "
                       "repl_exp(str) attrs(str)\n")
            for row, (number, transport) in enumerate((("1000", "udp"), ("2000", "tcp")), 1):
                where = f"127.0.0.1\\:{self.ports.called};transport={transport}"
                file.write(f"{row}:1:{row}:0:{number}:0:^(.*)$:\\\\1:{where}\n")
        return ["kamailio", "-DD", "-E", "-f", os.path.join(BENCH, "kamailio.cfg"), "-x", "fm", "-X", "fm",
                "-m", "1024", "-M", "32", "-w", folder, "-Y", folder, "-P", os.path.join(folder, "pid"),
                "-l", f"udp:127.0.0.1:{self.port}", "-l", f"tcp:127.0.0.1:{self.port}",
                "-A", f'DATABASE="text://{tables}"']
