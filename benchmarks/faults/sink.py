"""A mail server that notes durably what it stored and misbehaves by a seeded plan; a process of its own.

    python -m benchmarks.faults.sink PORT JOURNAL SEED START

The journal has one JSON object a line: a mail is `data` when its text begins, `dot` when it is whole, `stored` when it
lies on the disk, and ends as `answered` or `cut`; all with the moment, and with a number that no other mail has.
"""

import asyncio
import email
import email.policy
import hashlib
import json
import os
import random
import socket
import sys
import time
from pathlib import Path

HOST = "127.0.0.1"
LONGEST_DELAY = 0.5  # seconds until it says that it has taken a mail
TOO_LATE = 3.5  # seconds; longer than a worker waits here (`worker.PATIENCE`)
# What becomes of a mail, and how often of a hundred.
BEHAVIOURS = {
    "take": 66,
    "later at RCPT": 6,
    "later at DATA": 6,
    "later at the end": 8,
    "cut in the text": 4,
    "cut at the end": 3,
    "store and cut": 4,
    "store and answer too late": 3,
}
MISBEHAVIOURS = tuple(name for name in BEHAVIOURS if name != "take")


class Journal:
    """Lines that outlive whoever writes them; what was stored also a power cut."""

    def __init__(self, path: Path):
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def note(self, what: str, number: str, **more) -> None:
        line = {"what": what, "number": number, "at": time.time(), **more}
        os.write(self._file, json.dumps(line).encode() + b"\n")
        if what == "stored":
            os.fsync(self._file)


class Dialogue:
    """One connection, with one mail."""

    def __init__(self, reader, writer, journal: Journal, number: str, draw: random.Random):
        self.reader, self.writer, self.journal, self.number = reader, writer, journal, number
        self.behaviour = draw.choices(list(BEHAVIOURS), list(BEHAVIOURS.values()))[0]
        self.delay = draw.uniform(0, LONGEST_DELAY)
        self.resets = draw.random() < 0.5
        self.recipient = ""

    async def run(self) -> None:
        await self.say("220 sink")
        while line := await self.reader.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                self.recipient = line.decode().partition("<")[2].partition(">")[0]
            if word == b"QUIT":
                await self.say("221 bye")
                return
            if word != b"DATA":
                is_later = word == b"RCPT" and self.behaviour == "later at RCPT"
                if is_later:
                    self.journal.note("misbehaved", self.number, how=self.behaviour)
                await self.say("451 4.3.0 later" if is_later else "250 ok")
            elif not await self.take():
                return

    async def take(self) -> bool:
        """Takes the text, or not; whether the dialogue goes on."""
        behaviour = self.behaviour
        if behaviour != "take" and behaviour != "later at RCPT":
            self.journal.note("misbehaved", self.number, how=behaviour)
        if behaviour == "later at DATA":
            await self.say("451 4.3.0 later")
            return True
        self.journal.note("data", self.number)
        await self.say("354 go on")
        text = await self.text(cut=behaviour == "cut in the text")
        if text is None:
            return self.cut()
        self.journal.note("dot", self.number)
        if behaviour == "cut at the end":
            return self.cut()
        if behaviour == "later at the end":
            await self.say("451 4.3.0 later")
            self.journal.note("answered", self.number)
            return True
        await asyncio.sleep(self.delay / 2)
        self.journal.note("stored", self.number, **about(text), recipient=self.recipient)
        if behaviour == "store and cut":
            return self.cut()
        await asyncio.sleep(TOO_LATE if behaviour == "store and answer too late" else self.delay / 2)
        await self.say("250 taken")
        self.journal.note("answered", self.number)
        return True

    async def text(self, *, cut: bool) -> bytes | None:
        """All lines up to the one with a dot alone; None where the connection ends before it."""
        lines = []
        while line := await self.reader.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line.removeprefix(b"."))
            if cut:
                return None
        return None

    def cut(self) -> bool:
        self.journal.note("cut", self.number)
        if self.resets:
            self.writer.transport.abort()
        return False

    async def say(self, words: str) -> None:
        self.writer.write(words.encode() + b"\r\n")
        await self.writer.drain()


def about(text: bytes) -> dict:
    """The Message-ID without its domain, and a checksum of what a person reads."""
    message = email.message_from_bytes(text, policy=email.policy.default)
    words = f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"
    return {
        "id": message["Message-ID"].strip("<>").partition("@")[0],
        "digest": hashlib.sha256(words.encode()).hexdigest(),
    }


async def serve(port: int, path: Path, seed: str, start: str) -> None:
    journal, count = Journal(path), 0

    async def talk(reader, writer):
        nonlocal count
        count += 1
        number = f"{start}.{count}"
        dialogue = Dialogue(reader, writer, journal, number, random.Random(f"{seed}/{number}"))
        try:
            await dialogue.run()
        except OSError:
            pass  # the worker was killed, or has lost its patience
        finally:
            journal.note("closed", number)
            writer.close()

    listening = socket.create_server((HOST, port))
    async with await asyncio.start_server(talk, sock=listening) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]))
