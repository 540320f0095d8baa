"""Opens a socket on the loopback and serves a corpus on it until it is interrupted."""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

from baokan.errors import MissingPart, OutputInTheWay
from baokan.serve.store import Store

LOOPBACK = "127.0.0.1"


def serve(corpus: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; `announce` gets the address to open, with its token.

    Raises MissingPart without the extra serve, UnreadableInput when there is no corpus, OutputInTheWay for a port in use.
    """
    try:
        import uvicorn

        from baokan.serve.app import make_app
        from baokan.serve.site import Site
    except ImportError as error:
        raise MissingPart(
            "Serving needs Starlette and uvicorn, which aren't installed.", "pip install 'baokan[serve]'."
        ) from error
    store = Store(corpus)
    with tempfile.TemporaryDirectory(prefix="baokan-serve-") as folder, socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
        except OSError as error:
            raise OutputInTheWay(f"Port {port}: {error.strerror}.", "choose another with --port; 0 takes any.") from error
        port, token = listening.getsockname()[1], secrets.token_urlsafe(32)
        site = Site(store, Path(folder))
        site.refresh()
        app = make_app(store, site, token, port)
        announce(f"http://{LOOPBACK}:{port}/?token={token}")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        server.run(sockets=[listening])
