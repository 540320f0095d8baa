"""The web application: who may ask, the edition's pages, and the JSON that annotates.

GET /api/issues/<issue> reads what people said, …/outline the articles and what wants checking, …/names the names; GET
/api/records looks for authority records. POST /api/issues/<issue>/<change> writes, a change being one of store.CHANGES or undo.
"""

from __future__ import annotations

import hmac
import json
import mimetypes
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from baokan.errors import BaokanError
from baokan.serve.refusals import NotThere, Refused
from baokan.serve.site import Site, with_annotating
from baokan.serve.store import CHANGES, Store

LARGEST_BODY = 256 * 1024  # bytes
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Answer(JSONResponse):
    """JSON in ASCII: what somebody sent is told back as it was, also half a character, which UTF-8 has no place for."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode("ascii")


class Guard:
    """Lets through only who came by the printed address: this Host, this or no Origin, the token as cookie or header."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.cookie = f"baokan-{port}"
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.lower().encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        answer = self.refusal(Request(scope))
        await (answer or self.app)(scope, receive, send_guarded)

    def refusal(self, request: Request) -> Response | None:
        """The answer to who may not, or not yet, go on; None for the others."""
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        if host not in self.hosts:
            return PlainTextResponse("This host isn't served.", 421)
        if origin is not None and origin != f"http://{host}":
            return PlainTextResponse("Requests from other sites are refused.", 403)
        if request.headers.get("sec-fetch-site") == "cross-site" and request.method != "GET":
            return PlainTextResponse("Requests from other sites are refused.", 403)
        if request.method == "GET" and self.is_token(request.query_params.get("token")):
            entered = RedirectResponse(request.url.path if not request.url.path.startswith("//") else "/", 303)
            entered.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return entered
        if self.is_token(request.cookies.get(self.cookie)) or self.is_token(request.headers.get("x-baokan-token")):
            return None
        return PlainTextResponse("Open the address that baokan serve printed: it has the token that lets you in.", 401)

    def is_token(self, given: str | None) -> bool:
        return given is not None and hmac.compare_digest(given.encode(), self.token.encode())


def make_app(store: Store, site: Site, token: str, port: int) -> ASGIApp:
    """The guarded application of a corpus."""

    async def read(request: Request) -> Response:
        return Answer(await run_in_threadpool(store.read, request.path_params["issue"]))

    async def outline(request: Request) -> Response:
        found = await run_in_threadpool(store.outline, request.path_params["issue"])
        return Answer(found | {"pages": await run_in_threadpool(site.pages, request.path_params["issue"])})

    async def names(request: Request) -> Response:
        return Answer(await run_in_threadpool(store.names, request.path_params["issue"]))

    async def records(request: Request) -> Response:
        kind, words = request.query_params.get("kind", ""), request.query_params.get("q", "")
        return Answer(await run_in_threadpool(store.records, kind, words))

    async def write(request: Request) -> Response:
        what = request.path_params["change"]
        if what not in CHANGES and what != "undo":
            raise NotThere(f"There is no change {what!r}.")
        body = await read_body(request)
        return Answer(await run_in_threadpool(store.write, request.path_params["issue"], what, body))

    async def show(request: Request) -> Response:
        address = request.path_params["path"]
        await run_in_threadpool(site.refresh, address)
        if (path := await run_in_threadpool(site.find, address)) is None:
            raise NotThere("There is no such page.")
        is_page = path.suffix == ".html"
        data = await run_in_threadpool(path.read_bytes)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return Response(with_annotating(data, site.issue_of(address)) if is_page else data, media_type=kind)

    routes = [
        Route("/api/records", records, methods=["GET"]),
        Route("/api/issues/{issue}", read, methods=["GET"]),
        Route("/api/issues/{issue}/outline", outline, methods=["GET"]),
        Route("/api/issues/{issue}/names", names, methods=["GET"]),
        Route("/api/issues/{issue}/{change}", write, methods=["POST"]),
        Route("/{path:path}", show, methods=["GET"]),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={Refused: say_refused, BaokanError: say_error}), token, port)


async def read_body(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises Refused."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused("A change is sent as application/json.")
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise Refused(f"A change has at most {LARGEST_BODY} bytes.")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused("The change isn't JSON.") from error
    if not isinstance(body, dict):
        raise Refused("A change is a JSON object.")
    return body


async def say_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return Answer({"error": error.message, **error.facts}, error.status)


async def say_error(request: Request, error: Exception) -> Response:
    return Answer({"error": str(error)}, 500)
