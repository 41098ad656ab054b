"""Who calls at a door in a benchmark: a process of its own, so that its work is not the server's.

Laws: it does little more than write and read bytes; it is told on stdin what to do, and tells on stdout, in JSON,
when each answer was there (seconds of the machine's monotonic clock).
"""

import asyncio
import gc
import json
import os
import resource
import sys
from time import perf_counter
from typing import Any

import uvloop

HOST = "127.0.0.1"


async def post(port: int, bodies: list[str], waits: list[float]) -> int:
    """Post bodies one after another on one connection; return how many were not filed."""
    reader, writer = await asyncio.open_connection(HOST, port)
    bad = 0
    head = f"POST /api/v1/acts HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nContent-Length: "
    for body in bodies:
        start = perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n{body}".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        waits.append(perf_counter() - start)
        bad += not answer.startswith(b"http/1.1 201")
    writer.close()
    return bad


async def get(port: int, asked: list[str], times: int) -> int:
    """Ask for an address, with further header lines if there are any, so many times; return how many bytes came."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    path, *lines = asked
    request = "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {HOST}", "Accept: text/html", *lines, "", ""]).encode()
    came = 0
    for _ in range(times):
        writer.write(request)
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not answer.startswith((b"http/1.1 200", b"http/1.1 304")):
            raise RuntimeError(answer)
        came += len(answer)
        if length := answer.partition(b"content-length:")[2].partition(b"\r\n")[0]:
            came += len(await reader.readexactly(int(length)))
    writer.close()
    return came


async def getting(asked: dict[str, Any]) -> dict[str, Any]:
    """Let every client ask for an address, all at the same time."""
    start = perf_counter()
    came = await asyncio.gather(*(get(asked["port"], asked["get"], asked["times"]) for _ in range(asked["clients"])))
    return {"seconds": perf_counter() - start, "bytes": sum(came)}


async def follow(port: int, events: int, heard: list[list[float]], ready: asyncio.Semaphore) -> None:
    """Read the feed until so many events have come, and note when each did."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    writer.write(f"GET /api/v1/events HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
    await reader.readuntil(b"retry: 1000\n\n")
    ready.release()
    place = 0
    while place < events:
        line = await reader.readline()
        if line == b"event: entry\n":
            heard[place].append(perf_counter())
            place += 1
    writer.close()


async def posting(asked: dict[str, Any]) -> dict[str, Any]:
    """Let every client post its acts, all at the same time."""
    waits: list[float] = []
    start = perf_counter()
    bad = await asyncio.gather(*(post(asked["port"], bodies, waits) for bodies in asked["bodies"]))
    return {"seconds": perf_counter() - start, "waits": waits, "bad": sum(bad)}


async def following(asked: dict[str, Any]) -> dict[str, Any]:
    """Let so many readers follow, and say "ready" when all do."""
    heard: list[list[float]] = [[] for _ in range(asked["events"])]
    ready = asyncio.Semaphore(0)
    readers = [
        asyncio.create_task(follow(asked["port"], asked["events"], heard, ready)) for _ in range(asked["readers"])
    ]
    for _ in readers:
        await ready.acquire()
    print("ready", flush=True)
    await asyncio.gather(*readers)
    return {"heard": heard}


def tell(text: str) -> None:
    """Write a line; a long one takes several turns, for after a loop of uvloop a pipe takes what it has room for."""
    rest = memoryview(f"{text}\n".encode())
    while rest:
        rest = rest[os.write(sys.stdout.fileno(), rest) :]


def main() -> None:
    gc.disable()  # a pause of the callers would count as the door's
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for line in sys.stdin:
        asked = json.loads(line)
        play = posting if "bodies" in asked else getting if "get" in asked else following
        tell(json.dumps(uvloop.run(play(asked))))


if __name__ == "__main__":
    main()
