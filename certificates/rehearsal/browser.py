"""A person at a browser without JavaScript: opens pages, fills in their forms, keeps cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 6
FORM = "application/x-www-form-urlencoded"


class RehearsalError(RuntimeError):
    """A page did not answer as the script expects."""


@dataclass
class Form:
    """A form as the page gave it; choices start as the page ticked them."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def fill(self, **values: str | list[str]) -> Form:
        """Type into fields; a name the form does not have is a mistake of the script."""
        for name, value in values.items():
            if name not in self.values and name not in self.options:
                raise RehearsalError(f"the form {self.action} has no field {name}")
            self.values[name] = [value] if isinstance(value, str) else list(value)
        return self

    def pairs(self, press: str = "") -> list[tuple[str, str]]:
        """What is sent, with the button that was pressed (`name` or `name=value`)."""
        sent = [(name, value) for name, values in self.values.items() for value in values]
        if press:
            name, _, value = press.partition("=")
            matching = [b for b in self.buttons if b[0] == name and value in {"", b[1]}]
            if not matching:
                raise RehearsalError(f"the form {self.action} has no button {press}")
            sent.append(matching[0])
        return sent


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = ""
        self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(facts.get("action", ""), facts.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(tag, facts, {name for name, _value in attrs})

    def _field(self, tag: str, facts: dict[str, str], present: set[str]) -> None:
        form, name = self._open, facts.get("name", "")
        assert form is not None  # noqa: S101 - only called inside a form
        if tag == "option" and self._select:
            form.options[self._select].append(facts.get("value", ""))
            if "selected" in present:
                form.values[self._select] = [facts.get("value", "")]
        elif not name:
            return
        elif tag == "button":
            form.buttons.append((name, facts.get("value", "")))
        elif tag == "select":
            self._select = name
            form.options[name] = []
        elif tag == "textarea":
            self._area, self._text = name, []
        elif tag == "input":
            self._input(form, name, facts, present)

    def _input(self, form: Form, name: str, facts: dict[str, str], present: set[str]) -> None:
        kind = facts.get("type", "text")
        if kind in {"radio", "checkbox"}:
            form.options.setdefault(name, []).append(facts.get("value", "on"))
            if "checked" in present:
                form.values.setdefault(name, []).append(facts.get("value", "on"))
        elif kind == "submit":
            form.buttons.append((name, facts.get("value", "")))
        elif kind != "file":
            form.values.setdefault(name, []).append(facts.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select" and self._select:
            if self._open is not None and self._select not in self._open.values:
                self._open.values[self._select] = self._open.options[self._select][:1]
            self._select = ""
        elif tag == "textarea" and self._area:
            if self._open is not None:
                self._open.values.setdefault(self._area, []).append("".join(self._text).lstrip())
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)


@dataclass(frozen=True)
class Page:
    status: int
    url: str
    body: bytes
    kind: str

    @property
    def html(self) -> str:
        return self.body.decode()

    @property
    def text(self) -> str:
        """What a person reads, without markup."""
        return " ".join(unescape(word) for word in _words(self))

    @property
    def forms(self) -> list[Form]:
        parser = _Forms()
        parser.feed(self.html)
        return parser.forms

    def form(self, action: str) -> Form:
        """The form whose address contains `action`."""
        for form in self.forms:
            if action in (form.action or self.url):
                return form
        raise RehearsalError(f"{self.url} ({self.status}) has no form for {action}")

    def links(self, pattern: str) -> list[str]:
        return re.findall(rf'href="({pattern})"', self.html)


class Browser:
    """Cookies and the last page of one person. Not shared between threads."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.host = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}
        self.page = Page(0, address, b"", "")
        self.requests = 0
        self._connection = HTTPConnection(self.host, timeout=60)

    def open(self, path: str, *, expect: int = 200) -> Page:
        return self._go("GET", path, b"", expect)

    def submit(self, form: Form, *, press: str = "", expect: int = 200) -> Page:
        """Send a form as a browser would; the page after the redirects is returned."""
        target = urljoin(self.page.url, form.action or self.page.url)
        pairs = urlencode(form.pairs(press))
        if form.method == "get":
            return self._go("GET", f"{target.partition('?')[0]}?{pairs}", b"", expect)
        return self._go("POST", target, pairs.encode(), expect)

    def send(self, form: Form, *, press: str = "") -> int:
        """Send a form without looking at the page that follows; returns the status."""
        target = urljoin(self.page.url, form.action or self.page.url)
        body = urlencode(form.pairs(press)).encode()
        response, _data = self._request("POST", target, body, FORM)
        if response.status not in REDIRECTS:
            raise RehearsalError(f"POST {target} answered {response.status}")
        return response.status

    def upload(self, form: Form, name: str, file_name: str, data: bytes) -> Page:
        """Send a form with one file in it."""
        boundary = "----rehearsal-boundary-of-no-file"
        lines: list[bytes] = []
        for key, value in form.pairs():
            lines += _part(boundary, f'name="{key}"', value.encode())
        lines += _part(boundary, f'name="{name}"; filename="{file_name}"', data)
        body = b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])
        target = urljoin(self.page.url, form.action or self.page.url)
        return self._go("POST", target, body, 200, f"multipart/form-data; boundary={boundary}")

    def _go(
        self,
        method: str,
        target: str,
        body: bytes,
        expect: int,
        content_type: str = FORM,
    ) -> Page:
        url = urljoin(self.address, target)
        for _ in range(MOST_REDIRECTS):
            response, data = self._request(method, url, body, content_type)
            if response.status not in REDIRECTS:
                break
            url = urljoin(url, response.headers["Location"])
            method, body = "GET", b""
        kind = response.headers.get_content_type()
        self.page = Page(response.status, url, data, kind)
        if response.status != expect:
            said = self.page.text if kind == "text/html" else ""
            raise RehearsalError(f"{method} {url} answered {response.status}: {said[:600]}")
        return self.page

    def _request(
        self, method: str, url: str, body: bytes, content_type: str
    ) -> tuple[HTTPResponse, bytes]:
        parts = urlsplit(url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {
                "Content-Type": content_type,
                "Origin": self.address,
                "Referer": self.page.url,
            }
        self._connection.request(method, path, body or None, headers)
        response = self._connection.getresponse()
        data = response.read()
        self.requests += 1
        for header in response.headers.get_all("Set-Cookie") or []:
            for morsel in SimpleCookie(header).values():
                self.cookies[morsel.key] = morsel.value
        return response, data


def _part(boundary: str, disposition: str, value: bytes) -> list[bytes]:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
    return [head.encode(), value]


def _words(page: Page) -> Iterator[str]:
    inside = re.sub(r"(?s).*<main[^>]*>|</main>.*", "", page.html)
    yield from re.sub(r"<[^>]+>", " ", inside).split()
