"""Types a line and the tab key into a shell, as somebody at a terminal does, and waits for what it becomes.

python3 type_tab.py SHELL… -- LINE WANTED      # ends with 1 where WANTED does not stand there within a minute
"""

import os
import pty
import re
import select
import sys
import time

SECONDS = 60
PROMPT = "ready-to-type>"
# What moves the cursor, colours and rings.
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x07\r]")


class Terminal:
    """A shell in a terminal of its own, and all that it has written since it was last typed into."""

    def __init__(self, command):
        pid, self.end = pty.fork()
        if not pid:
            os.environ["TERM"] = "xterm"
            os.execvp(command[0], command)
        self.said = ""

    def type(self, keys):
        self.said = ""
        os.write(self.end, keys.encode())

    def wait(self, wanted):
        until = time.monotonic() + SECONDS
        while wanted not in CONTROL.sub("", self.said) and time.monotonic() < until:
            if select.select([self.end], [], [], 0.2)[0]:
                self.said += os.read(self.end, 65536).decode(errors="replace")
        if wanted not in CONTROL.sub("", self.said):
            sys.exit(f"{wanted!r} did not come; there is {CONTROL.sub('', self.said)!r}")


def main():
    at = sys.argv.index("--")
    line, wanted = sys.argv[at + 1 :]
    terminal = Terminal(sys.argv[1:at])
    # In two pieces, so that the line which sets the prompt does not look like it.
    terminal.type(f"PS1='{PROMPT[:5]}''{PROMPT[5:]} '\r")
    terminal.wait(PROMPT)
    terminal.type(line + "\t")
    terminal.wait(wanted)
    print(f"{wanted} in {sys.argv[1]}")


main()
