"""A mail server of a test: it keeps what it gets, refuses addresses, is slow, or takes nothing."""

import random
import re
import socket
import socketserver
import threading
import time

MESSAGE_ID = re.compile(r"^Message-ID: (\S+)", re.MULTILINE)


class Handler(socketserver.StreamRequestHandler):
    """Answers one connection, in as much SMTP as Django speaks."""

    def handle(self):
        self.taken = 0
        self.server.connections += 1
        self.say("220 here")
        while line := self.rfile.readline():
            if not self.answer(line.decode().strip()):
                return

    def answer(self, line) -> bool:
        word = line[:4].upper()
        if word == self.server.hangs_up_at and self.taken >= self.server.of_a_connection:
            if self.server.farewell:
                self.say(self.server.farewell)
            return False
        if word == "RCPT":
            self.to = line.split("<")[1].split(">")[0]
            self.say("550 no such box" if self.to in self.server.refused else "250 ok")
        elif word == "DATA":
            self.say("354 go on")
            lines = []
            while (text := self.rfile.readline()) != b".\r\n":
                if not text:  # whoever wrote it is gone before its end: that is no letter
                    return False
                lines.append(text)
            self.server.hold.wait(30)
            time.sleep(self.server.seconds)
            return self.keep((self.to, b"".join(lines).decode().replace("\r\n", "\n")))
        else:
            self.say("221 bye" if word == "QUIT" else "250 ok")
        return word != "QUIT"

    def keep(self, letter) -> bool:
        """Keep a letter and say so. Where answers wait, half are kept only if somebody waits for one."""
        full = len(self.server.letters) >= self.server.most
        kept = not full or self.server.chance.random() < 0.5
        if kept:
            self.server.letters.append(letter)
        while full and len(self.server.letters) >= self.server.most:
            time.sleep(0.005)
        if not kept:
            if self.is_gone():
                return False
            self.server.letters.append(letter)
        self.taken += 1
        self.say("250 taken")
        return True

    def is_gone(self) -> bool:
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def say(self, line):
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:  # whoever wrote is gone
            return


class PostServer(socketserver.ThreadingTCPServer):
    """Use it as a context; `letters` are (to whom, the whole letter), in the order in which they came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, seconds=0.0, seed=0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.letters, self.refused, self.seconds = [], set(), seconds
        self.chance = random.Random(seed)
        self.connections, self.of_a_connection = 0, float("inf")  # letters until it hangs up
        self.hangs_up_at, self.farewell = "MAIL", ""
        self.most = float("inf")  # letters; the next one waits for its answer
        self.hold = threading.Event()
        self.hold.set()

    def handle_error(self, request, client_address):
        """Say nothing of a client that was killed."""

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def keys(self) -> list[str]:
        """The Message-ID of each letter."""
        return [MESSAGE_ID.search(letter)[1] for _, letter in self.letters]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.hold.set()
        self.shutdown()
        self.server_close()
