"""As much of a browser as the load needs: one kept connection, cookies, redirections, static files kept for good.

Our own on asyncio's streams, because the client libraries at hand take as long for a request as the server does.
"""

import asyncio
import gzip
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html

PATIENCE = 60  # seconds for one answer
STATIC = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
# What style sheets and scripts bring along; of the fonts those with the letters of our pages.
BROUGHT = re.compile(
    rb'url\(["\']?([^"\'):]+(?:vietnamese|-latin-wght)[^"\')]*)|(?:from|import)\s*["\'](\.[^"\']+)'
)
TOKEN = "csrfmiddlewaretoken"
ASKING = "Mozilla/5.0 (night before) sxsh-bench"


class WrongAnswerError(Exception):
    """The portal did not answer as it should have; the text says how."""


@dataclass
class Answer:
    """What came: status, headers (names in lower case), body."""

    status: int
    headers: dict[str, str]
    body: bytes
    path: str

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def token(self) -> str:
        """What lets a form of this page be sent."""
        found = re.search(rf'name="{TOKEN}" value="([^"]+)"', self.text)
        if found is None:
            raise WrongAnswerError(f"{self.path}: no form")
        return found[1]

    def form(self, wanted: str):
        """The page's form that has a field of this name or leads to a path with this ending."""
        page = lxml.html.document_fromstring(self.text)
        for form in page.forms:
            if wanted in form.fields or (form.action or "").endswith(wanted):
                return form
        raise WrongAnswerError(f"{self.path}: no form with {wanted}")


@dataclass
class Browser:
    """Of one person, behind a proxy that names her address. `note(label, seconds, fault)` hears of each answer."""

    host: str
    port: int
    address: str
    note: Callable[[str, float, str], None]
    cookies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    stream: tuple | None = None

    @property
    def site(self) -> str:
        return "https:" + f"//{self.host}"

    async def open(self, path: str, label: str, data: dict | None = None) -> Answer:
        """A page as a person waits for it: from the click until it is there, redirections followed; then its files."""
        began = time.perf_counter()
        try:
            answer = await self._followed(path, data)
        except (OSError, EOFError, TimeoutError, WrongAnswerError) as error:
            self.note(label, time.perf_counter() - began, f"{label}: {type(error).__name__} {error}")
            raise
        self.note(label, time.perf_counter() - began, "")
        if answer.headers.get("content-type", "").startswith("text/html"):
            await self._fetch_files(STATIC.findall(answer.body), answer.path)
        return answer

    async def _followed(self, path: str, data: dict | None) -> Answer:
        answer = await self.ask(path, data)
        for _ in range(5):
            if answer.status not in (301, 302, 303):
                break
            target = urlsplit(urljoin(self.site + path, answer.headers["location"]))
            path = target.path + (f"?{target.query}" if target.query else "")
            answer = await self.ask(path)
        if answer.status != 200:
            raise WrongAnswerError(f"{answer.path}: {answer.status}")
        return answer

    async def _fetch_files(self, found: list[bytes], base: str) -> None:
        """Files that this browser does not have yet, and what they bring along."""
        for name in found:
            path = urljoin(base, name.decode())
            if path in self.kept:
                continue
            self.kept.add(path)
            began = time.perf_counter()
            answer = await self.ask(path)
            fault = "" if answer.status == 200 else f"{path}: {answer.status}"
            self.note("static file", time.perf_counter() - began, fault)
            if path.endswith((".css", ".js")):
                body = gzip.decompress(answer.body) if "content-encoding" in answer.headers else answer.body
                await self._fetch_files([one or other for one, other in BROUGHT.findall(body)], path)

    async def ask(self, path: str, data: dict | None = None) -> Answer:
        """One request. A kept connection that the server has closed meanwhile is opened anew, as browsers do."""
        request = self._request(path, data)
        is_kept = self.stream is not None
        try:
            return await asyncio.wait_for(self._exchange(request, path), PATIENCE)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self.close()
            if not is_kept or getattr(error, "partial", b""):
                raise
        return await asyncio.wait_for(self._exchange(request, path), PATIENCE)

    def _request(self, path: str, data: dict | None) -> bytes:
        lines = [
            f"{'GET' if data is None else 'POST'} {path} HTTP/1.1",
            f"Host: {self.host}",
            f"User-Agent: {ASKING}",
            f"X-Forwarded-For: {self.address}",
            "X-Forwarded-Proto: https",
            f"Referer: {self.site}{path}",
            "Accept: text/html,application/xhtml+xml,*/*",
        ]
        if path.startswith("/static/"):
            lines.append("Accept-Encoding: gzip")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        body = b""
        if data is not None:
            body = urlencode(data).encode()
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _exchange(self, request: bytes, path: str) -> Answer:
        if self.stream is None:
            self.stream = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.stream
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in filter(None, head[1:]):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self._take_cookie(value)
            headers[name.lower()] = value
        body = await self._body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(int(head[0].split()[1]), headers, body, path)

    @staticmethod
    async def _body(reader, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readline()
        await reader.readline()
        return b"".join(parts)

    def _take_cookie(self, value: str) -> None:
        pair, _, attributes = value.partition(";")
        name, _, content = pair.partition("=")
        if "max-age=0" in attributes.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = content

    def close(self) -> None:
        if self.stream is not None:
            self.stream[1].close()
            self.stream = None
