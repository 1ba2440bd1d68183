"""Files of the guest: read, written, listed; and the form that uploads come in."""

from __future__ import annotations

import email.parser
import email.policy
import os
import urllib.request
from typing import Any

from evals.guest.problems import BadRequest, Failed, NotFound

_MOST_ENTRIES = 20_000
_DOWNLOAD_SECONDS = 120.0


def read(path: str) -> bytes:
    full = os.path.expanduser(os.path.expandvars(path))
    if not os.path.isfile(full):
        raise NotFound(f"File not found: {path}")
    try:
        with open(full, "rb") as file:
            return file.read()
    except OSError as error:
        raise Failed(f"{path} cannot be read: {error.strerror}") from error


def write(path: str, content: bytes) -> None:
    full = os.path.expanduser(os.path.expandvars(path))
    try:
        os.makedirs(os.path.dirname(full) or ".", exist_ok=True)
        with open(full, "wb") as file:
            file.write(content)
    except OSError as error:
        raise Failed(f"{path} cannot be written: {error.strerror}") from error


def download(url: str, path: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise BadRequest("only http and https addresses are fetched")
    try:
        with urllib.request.urlopen(url, timeout=_DOWNLOAD_SECONDS) as answer:
            write(path, answer.read())
    except OSError as error:
        raise Failed(f"{url} cannot be fetched: {error}") from error


def tree(path: str) -> dict[str, Any]:
    """Return a folder and everything in it: type, name and, of folders, children."""
    if not os.path.isdir(path):
        raise BadRequest(f"{path} is no folder")
    return _branch(path, [0])


def _branch(path: str, count: list[int]) -> dict[str, Any]:
    count[0] += 1
    if count[0] > _MOST_ENTRIES:
        raise Failed(f"there are more than {_MOST_ENTRIES} files")
    name = os.path.basename(path.rstrip("/"))
    if os.path.isdir(path) and not os.path.islink(path):
        children = sorted(os.listdir(path))
        return {
            "type": "directory",
            "name": name,
            "children": [_branch(os.path.join(path, child), count) for child in children],
        }
    return {"type": "file", "name": name}


def split_form(body: bytes, boundary: str) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return the text fields and the uploaded files of a multipart form."""
    fields: dict[str, str] = {}
    uploads: dict[str, bytes] = {}
    parser = email.parser.BytesHeaderParser(policy=email.policy.HTTP)
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, found, content = part.partition(b"\r\n\r\n")
        if not found:
            raise BadRequest("the form is damaged")
        headers = parser.parsebytes(head.lstrip(b"\r\n"))
        name = headers.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise BadRequest("a part of the form has no name")
        content = content[:-2] if content.endswith(b"\r\n") else content
        if headers.get_filename() is not None:
            uploads[name] = content
        else:
            fields[name] = content.decode("utf-8", "replace")
    return fields, uploads
