"""The loads: which calls are made through which server when, and which figures come of them."""
import os
import sys
import tempfile
import time
from contextlib import contextmanager

from .sipp import Load

LINGER = 33  # seconds after which no transaction waits for repetitions any more (RFC 3261, timers D and J)


def say(text):
    """Progress, beside the result."""
    print(text, file=sys.stderr, flush=True)


class Loads:
    """Everything that can be measured, into one table."""

    def __init__(self, options, ports, servers, table, folder):
        self.options, self.ports, self.servers, self.table = options, ports, servers, table
        self.folder = folder

    @contextmanager
    def fresh(self, users=0):
        """All servers started anew, so that no load feels what went before it."""
        try:
            for server in self.servers:
                server.start(self.folder, users)
            for server in self.servers:
                server.ready()
            yield
        finally:
            for server in self.servers:
                if server.process:
                    server.stop()

    def load(self, server, rate, seconds, **more):
        return Load(self.folder, self.ports, server, rate, max(1, int(rate * seconds)), **more)

    def measured(self, what, unit, rate, least=0, **more):
        """Warms every server, measures them in turn several times, and writes the three rows of a load."""
        for server in self.servers:
            warm = max(least, min(self.options.warm, server.warm))
            say(f"{what}: {server.name}, {warm} s to warm up")
            self.load(server, rate, warm, **more).start().finish()
        runs = {server: [] for server in self.servers}
        for i in range(self.options.runs):
            # In turn, and the order turns too: whatever else the machine does meets both.
            for server in self.servers if i % 2 == 0 else self.servers[::-1]:
                run = self.load(server, rate, self.options.seconds, **more).start().finish()
                say(f"{what}: {server.name}, run {i + 1}: {run.micros() or 0:.0f} µs, {run.failed} failed, "
                    f"{run.rate:.0f}/s, others {100 * run.other_cpu / self.options.seconds:.0f} % of a core")
                runs[server].append(run)
        each = list(runs.values())
        self.table.figures(f"{what}: CPU, µs per {unit}", [[run.micros() for run in one] for one in each])
        answer = "180" if unit == "call" else "200"
        self.table.words(f"{what}: to {answer}, half / 99 % within ms", [self.times(one) for one in each])
        self.losses(what, each)
        for server, one in runs.items():
            self.judge(what, server, rate, one)

    @staticmethod
    def times(runs):
        """The middle run's response times."""
        middle = sorted(runs, key=lambda run: run.micros() or 0)[len(runs) // 2]
        return f"{middle.within(0.5)} / {middle.within(0.99)}"

    def losses(self, what, each):
        self.table.words(f"{what}: completed / failed / messages repeated",
                         [" / ".join(str(sum(getattr(run, name) for run in one))
                                     for name in ("completed", "failed", "repeated")) for one in each])

    def judge(self, what, server, rate, runs):
        """Says it if a figure is not what it seems to be."""
        made = min(run.rate for run in runs)
        if 0 < made < 0.95 * rate:
            self.table.note(f"{what}, {server.name}: SIPp made only {made:.0f} of {rate} a second on this machine; "
                            "the figure is of that rate.")
        others = max(run.other_cpu for run in runs) / self.options.seconds
        if others > 0.2:
            self.table.note(f"{what}, {server.name}: other processes used up to {100 * others:.0f} % of a core "
                            "meanwhile; measure again on a quieter machine.")

    def calls(self):
        for rate in self.options.rates:
            with self.fresh():
                self.measured(f"UDP, {rate} calls/s", "call", rate)

    def tcp(self):
        rate = self.options.tcp_rate
        with self.fresh():
            self.measured(f"TCP, {rate} calls/s", "call", rate, transport="t1")

    def register(self):
        """The first registration of every user belongs to the warm-up: what is measured are refreshes."""
        rate, users = self.options.register_rate, self.options.users
        with tempfile.NamedTemporaryFile("w", dir=self.folder, suffix=".csv", delete=False) as file:
            file.write("SEQUENTIAL\n")
            for i in range(users):
                file.write(f"u{i:06d};[authentication username=u{i:06d} password=secret]\n")
        with self.fresh(users):
            self.measured(f"{rate} registrations/s", "registration", rate, -(-users // rate), users=file.name)
        os.unlink(file.name)

    def messages(self):
        """Messages to the number that calls go to: relayed, and the answer is the called side's."""
        for rate in self.options.message_rates:
            with self.fresh():
                self.measured(f"{rate} messages/s", "message", rate, message=True)

    def held(self):
        """Live heap of calls that are up and whose transactions are gone. Kamailio keeps no calls."""
        count, rate = self.options.held, self.options.held_rate
        linger = 3 if self.options.quick else LINGER
        with self.fresh():
            server = self.servers[0]
            self.load(server, rate, min(10, self.options.warm)).start().finish()
            say(f"{count} held calls: {server.name}, {linger} s for the warm-up's transactions to go")
            time.sleep(linger)
            before = server.heap()
            ramp = count / rate
            say(f"{count} held calls: {server.name}, {ramp + linger:.0f} s to make them and let their transactions go")
            load = self.load(server, rate, ramp, hold=int(ramp + linger + 60)).start()
            time.sleep(ramp + linger)
            rows = load.caller.rows()
            up = int(rows[-1]["CurrentCall"]) if rows else 0
            after = server.heap()
            load.abort()
        if not self.options.quick:
            more = [""] * (len(self.servers) - 1)
            self.table.words(f"{up} of {count} calls held: live heap, KB per call",
                             [f"{(after - before) / max(up, 1) / 1024:.1f}", *more])
        else:
            self.table.words(f"{up} of {count} calls held: live heap, MB, transactions included",
                             [f"{after / 2**20:.1f}", *[""] * (len(self.servers) - 1)])

    def cold(self):
        """Calls that begin together with the process."""
        rate, seconds = self.options.cold_rate, self.options.cold_seconds
        runs = []
        for server in self.servers:
            say(f"cold start: {server.name}, {seconds} s")
            try:
                server.start(self.folder, 0)
                runs.append([self.load(server, rate, seconds).start().finish()])
            finally:
                server.stop()
        self.losses(f"cold, first {seconds} s at {rate} calls/s", runs)
