"""Who calls at a door in a benchmark: a process of its own, so that its work is not the server's.

Laws: it does little more than write and read bytes; it is told on stdin what to do, and tells on stdout, in JSON,
when each answer was there (seconds of the machine's monotonic clock).
"""

import asyncio
import json
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


def main() -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(uvloop.run((posting if "bodies" in asked else following)(asked))), flush=True)


if __name__ == "__main__":
    main()
