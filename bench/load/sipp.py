"""SIPp: the two sides of a load, and what it counted."""
import csv
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field

from . import machine

SCENARIOS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "scenarios")
# A clock of 1 ms, as many messages a turn as there are, large socket buffers, and no memory of ended calls.
OPTIONS = ["-i", "127.0.0.1", "-nostdin", "-timer_resol", "1", "-max_recv_loops", "4000", "-max_sched_loops", "4000",
           "-buff_size", "4000000", "-deadcall_wait", "2000", "-pause_msg_ign", "-trace_stat", "-fd", "1",
           "-watchdog_major_maxtriggers", "100000", "-watchdog_minor_maxtriggers", "100000"]
BUCKET = "ResponseTimeRepartition1_"


@dataclass
class Run:
    """What came of one run: calls (or messages, registrations), seconds of CPU, and SIPp's response times by bound in ms."""
    asked: int
    completed: int = 0
    failed: int = 0
    repeated: int = 0
    rate: float = 0
    server_cpu: float = 0
    other_cpu: float = 0
    times: dict = field(default_factory=dict)

    def micros(self):
        """CPU of the server per completed call, in microseconds."""
        return 1e6 * self.server_cpu / self.completed if self.completed else None

    def within(self, share):
        """The bound in ms that this share of the answers kept, as SIPp's table has it."""
        left = share * sum(self.times.values())
        for limit, count in self.times.items():
            left -= count
            if left <= 0 and self.times[limit]:
                return limit
        return "-"


def _rows(path):
    try:
        with open(path, newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))
    except OSError:
        return []


def _count(rows, name):
    return int(rows[-1].get(name) or 0) if rows else 0


def _made_per_second(rows, asked):
    """The rate at which calls were begun, without the first second and the time after the last."""
    points = [(float(row["CurrentTime"].split()[-1]), int(row["TotalCallCreated"])) for row in rows]
    points = [point for point in points if 0 < point[1] < asked]
    if len(points) < 2:
        return 0
    (begin, first), (end, last) = points[0], points[-1]
    return (last - first) / (end - begin) if end > begin else 0


class Side:
    """One SIPp in a folder of its own."""

    def __init__(self, folder, scenario, port, arguments):
        self.folder = tempfile.mkdtemp(prefix=scenario, dir=folder)
        self.stat = os.path.join(self.folder, "stat.csv")
        command = ["sipp", *arguments, "-sf", os.path.join(SCENARIOS, scenario + ".xml"), "-p", str(port),
                   "-stf", self.stat, *OPTIONS]
        self.process = machine.start(command, os.path.join(self.folder, "out"), self.folder,
                                     dict(os.environ, TERM="dumb"))

    def rows(self):
        return _rows(self.stat)

    def end(self):
        """Asks for the end once its calls are over, and gives what it counted."""
        machine.stop(self.process, 5, signal.SIGUSR1)
        return self.rows()


class Load:
    """Calls, messages or registrations through one server from a caller to a called side."""

    def __init__(self, folder, ports, server, rate, count, transport="u1", hold=0, users=None, message=False):
        self.server, self.rate, self.asked, self.hold = server, rate, count, hold
        self.called = None
        if not users:
            self.called = Side(folder, "messaged" if message else "called", ports.called, ["-t", transport, "-mp", str(ports.media)])
            if transport == "u1" and not machine.wait_until(lambda: machine.bound(ports.called), 10,
                                                            self.called.process):
                raise machine.Trouble("SIPp's called side does not start: " + machine.tail(self.called.process))
        self.folder, self.ports, self.transport, self.users = folder, ports, transport, users
        self.scenario = "register" if users else "message" if message else "caller"
        self.limit = 2 * count / rate + hold + 60
        self.caller = None

    def start(self):
        """Begins to call. SIPp itself ends with an error if it takes far too long."""
        arguments = [f"127.0.0.1:{self.server.port}", "-t", self.transport, "-mp", str(self.ports.media + 10),
                     "-r", str(self.rate), "-m", str(self.asked), "-l", str(20 * self.rate + self.hold * self.rate),
                     "-d", str(1000 * self.hold), "-timeout", f"{int(self.limit)}s", "-timeout_error"]
        arguments += ["-inf", self.users] if self.users else ["-s", "2000" if self.transport == "t1" else "1000"]
        self.cpu, self.others = self.server.cpu(), machine.others()
        self.caller = Side(self.folder, self.scenario, self.ports.caller, arguments)
        return self

    def finish(self):
        """Waits for the last call, and gives what came of all."""
        while self.caller.process.poll() is None:
            try:
                self.caller.process.wait(1)
            except subprocess.TimeoutExpired:
                self.server.check()
        run = Run(self.asked, server_cpu=self.server.cpu() - self.cpu)
        run.other_cpu = max(0, machine.others() - self.others)
        rows = self.caller.end()
        if not rows:
            raise machine.Trouble("SIPp counted nothing: " + machine.tail(self.caller.process))
        run.completed = _count(rows, "SuccessfulCall(C)")
        run.failed = self.asked - run.completed  # those that never came to an end, too
        run.rate = _made_per_second(rows, self.asked)
        run.repeated = _count(rows, "Retransmissions(C)")
        run.times = {name[len(BUCKET):]: int(value) for name, value in rows[-1].items()
                     if name and name.startswith(BUCKET)}
        if self.called:
            run.repeated += _count(self.called.end(), "Retransmissions(C)")
        return run

    def abort(self):
        """Ends both sides in the middle of their calls."""
        for side in (self.caller, self.called):
            machine.stop(side.process, 0, signal.SIGKILL)
