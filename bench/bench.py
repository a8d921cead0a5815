#!/usr/bin/env python3
"""Measures Switchboard on this machine with SIPp and, where it is installed, Kamailio beside it; prints a Markdown table.

Run it as ./scripts/bench. Everything listens on 127.0.0.1 and ends with it; data goes to a temporary folder.
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from load import machine
from load.loads import Loads, say
from load.servers import ROOT, Kamailio, Ports, Switchboard
from load.table import Table

LOADS = ["calls", "tcp", "register", "messages", "held", "cold"]
UNAVAILABLE = 69


def options():
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="./scripts/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter,
                                     epilog="./scripts/bench micro [JMH's arguments] runs the JMH benchmarks instead.")
    parser.add_argument("loads", nargs="*", metavar="LOAD", default=["all"],
                        help=f"{', '.join(LOADS)}, or all (as without it)")
    parser.add_argument("--quick", action="store_true",
                        help="a minute to see that it works; its figures say nothing")
    parser.add_argument("--rates", type=lambda text: [int(rate) for rate in text.split(",")],
                        help="calls a second over UDP (1000,2000,4000), and messages (1000,4000)")
    parser.add_argument("--runs", type=int, help="measured runs of each load, in turn with Kamailio's (3)")
    parser.add_argument("--seconds", type=int, help="length of a run (6)")
    parser.add_argument("--warm", type=int, help="seconds of the same load before the first run (40; Kamailio needs 10)")
    parser.add_argument("--users", type=int, help="how many users register (50000)")
    parser.add_argument("--held", type=int, metavar="CALLS", help="how many calls are held (20000)")
    parser.add_argument("--port", type=int, help=f"first of {Ports.COUNT} ports on 127.0.0.1; without it free ones")
    parser.add_argument("--alone", action="store_true", help="without Kamailio, even if it is there")
    parser.add_argument("--built", action="store_true", help="the server as it is built, whatever its sources say")
    given = parser.parse_args()
    unknown = [load for load in given.loads if load not in LOADS + ["all"]]
    if unknown:
        parser.error(f"no load {unknown[0]!r}; there are {', '.join(LOADS)} and all")
    usual = {"message_rates": given.rates or [1000, 4000], "rates": [1000, 2000, 4000], "runs": 3, "seconds": 6, "warm": 40, "users": 50000, "held": 20000,
             "tcp_rate": 1000, "register_rate": 1000, "held_rate": 1000, "cold_rate": 500, "cold_seconds": 30}
    if given.quick:
        usual.update(rates=[200], message_rates=given.rates or [200], runs=1, seconds=3, warm=3, users=500, held=500, tcp_rate=200, register_rate=200,
                     held_rate=200, cold_rate=200, cold_seconds=5)
    for name, value in usual.items():
        if getattr(given, name, None) is None:
            setattr(given, name, value)
    if len(given.rates) == 1 and given.quick:
        given.tcp_rate = given.register_rate = given.cold_rate = given.rates[0]
    return given


def prerequisites(given):
    """Says what is missing; builds the server if it is not up to date."""
    if not os.path.isdir("/proc/self"):
        raise machine.Trouble("the CPU time of the servers is read from /proc: this needs Linux.")
    if not shutil.which("sipp"):
        raise machine.Trouble("the load comes from SIPp, and sipp was not found. Install it: apt-get install sip-tester")
    if not given.built and subprocess.run([os.path.join(ROOT, "scripts", "build")]).returncode:
        raise machine.Trouble("the server could not be built.")


def measure(given, folder):
    """Runs all loads; gives the table as Markdown."""
    ports = Ports(machine.free_ports(given.port, Ports.COUNT))
    servers = [Switchboard(ports)]
    version = "" if given.alone else Kamailio.version()
    if version:
        servers.append(Kamailio(ports))
    table = Table(servers)
    if given.quick:
        table.note("A quick run shows that everything works. Nothing is warm: its figures are not to be quoted.")
    if not version:
        table.note("Without Kamailio" + ("." if given.alone else ", which is not installed (apt-get install kamailio).")
                   + " A figure by itself says little: other machines give others.")
    loads = Loads(given, ports, servers, table, folder)
    date = time.strftime("%Y-%m-%d %H:%M")
    for load in LOADS:
        if load in given.loads or "all" in given.loads:
            getattr(loads, load)()
    about = machine.description(os.path.join(os.environ.get("JAVA_HOME", ""), "bin", "java"), ROOT)
    sipp = machine.first_line("sipp", "-v").rstrip(".")
    runs = "one run" if given.runs == 1 else f"{given.runs} runs"
    method = (f"{sipp}, called side and server share the machine, over loopback. INVITE/180/200/ACK/BYE/200 "
              f"without hold; MESSAGE/200 through the same route; REGISTER with digest (MD5), {given.users} users. CPU is user and system time of all "
              f"processes of the server by what was completed: median (least, most) of {runs} of "
              f"{given.seconds} s after {given.warm} s of the same load, each load on fresh servers"
              + (f", in turn with Kamailio {version} (bench/kamailio.cfg; warm after {min(given.warm, Kamailio.warm)} s)"
                 if version else "")
              + ". Times are SIPp's, whose clock has steps of milliseconds.")
    return table.markdown(date, about, method)


def main():
    """Ends with 0, 69 if something is missing, 128 and the signal if it was interrupted; always without a process left."""
    given = options()
    for how in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, lambda number, _: sys.exit(128 + number))
    folder = tempfile.mkdtemp(prefix="switchboard-bench-")
    try:
        prerequisites(given)
        print(measure(given, folder))
    except machine.Trouble as trouble:
        say(f"bench: {trouble}")
        return UNAVAILABLE
    except KeyboardInterrupt:
        return 130
    finally:
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(how, signal.SIG_IGN)  # nothing may keep us from tidying up
        machine.stop_all()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
