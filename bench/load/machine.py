"""The machine: processes that do not outlive us, the CPU time of a tree of them, free ports, and what machine it is."""
import glob
import os
import platform
import re
import signal
import socket
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")
_started = []


class Trouble(Exception):
    """What keeps us from measuring, in a sentence for the user."""


def start(command, log, cwd, env=None):
    """Starts a process in a group of its own, so that Ctrl-C reaches only us; its output goes to a file."""
    with open(log, "wb") as out:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                   start_new_session=True)
    process.log = log
    _started.append(process)
    return process


def stop(process, grace=10, how=signal.SIGTERM):
    """Ends a process with its children: by a signal, and if that does not help within seconds by force."""
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    if process in _started:
        _started.remove(process)


def stop_all():
    """Ends whatever we started, by force."""
    for process in list(_started):
        stop(process, 0, signal.SIGKILL)


def tail(process):
    """The end of what a process said."""
    with open(process.log, errors="replace") as said:
        return said.read()[-2000:].strip()


def _stat(pid):
    """Parent, CPU ticks and CPU ticks of ended children of a process; None if it is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])


def _tree(pid, stats):
    tree = [pid]
    for one in tree:
        tree.extend(child for child, stat in stats.items() if stat[0] == one)
    return tree


def _all():
    found = ((int(path[6:]), _stat(path[6:])) for path in glob.glob("/proc/[0-9]*"))
    return {pid: stat for pid, stat in found if stat}


def cpu(pid):
    """CPU seconds, user and system, that a process and all of its descendants have used."""
    stats = _all()
    return sum(sum(stats[one][1:]) for one in _tree(pid, stats) if one in stats) / TICK


def others():
    """CPU seconds that all processes but us and our descendants have used."""
    stats = _all()
    ours = set(_tree(os.getpid(), stats))
    return sum(sum(stat[1:]) for pid, stat in stats.items() if pid not in ours) / TICK


def bound(port):
    """Whether some process has bound the UDP port on loopback; Linux tells it without a packet."""
    with open("/proc/net/udp") as file:
        return f"0100007F:{port:04X} 00000000:0000" in file.read()


def _taken(port):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, kind == socket.SOCK_STREAM)
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                return True
    return False


def free_ports(first, count):
    """So many ports in a row that nobody uses: from `first` on if it is given, else where there are some."""
    for base in [first] if first else range(15060, 31000, count):
        taken = [port for port in range(base, base + count) if _taken(port)]
        if not taken:
            return base
        if first:
            raise Trouble(f"port {taken[0]} on 127.0.0.1 is taken; the ports {first} to {first + count - 1} are "
                          "needed. Without --port free ones are looked for.")
    raise Trouble("no free ports between 15060 and 31000 on 127.0.0.1")


def wait_until(condition, seconds, alive):
    """Looks again and again until it is so; whether it became so before the time was over or the process died."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and alive.poll() is None:
        if condition():
            return True
        time.sleep(0.05)
    return False


def first_line(*command):
    """The first line that says something in a command's output."""
    try:
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    except OSError:
        return ""
    return next((line.strip() for line in said.stdout.splitlines() if line.strip()), "")


def description(java, root):
    """CPU, cores, kernel, and the versions of what is measured and measured with."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"^model name\s*: (.*)$", file.read(), re.MULTILINE)
    parts = [model.group(1) if model else platform.machine(), f"{os.cpu_count()} cores",
             f"Linux {platform.release()}", first_line(java, "-version")]
    commit = first_line("git", "-C", root, "describe", "--always", "--dirty")
    if commit and " " not in commit:
        parts.append(f"Switchboard {commit}")
    return ", ".join(parts)
