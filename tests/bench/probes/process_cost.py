"""Runs a command and writes what it cost as JSON: `process_cost.py FILE SECONDS COMMAND…`.

A process of its own, for what whoever starts a process holds counts as the memory of that process.
"""

import json
import os
import signal
import sys
import time

_, result, most, *command = sys.argv
began = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ)
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(int(most))
_, status, usage = os.wait4(child, 0)
took = time.perf_counter() - began
with open(result, "w", encoding="utf-8") as file:
    # Linux counts in KiB, and takes the larger of the process and its largest child.
    json.dump([took, os.waitstatus_to_exitcode(status), usage.ru_maxrss / 1024], file)
