"""Clients: threads that ask as fast as they are answered, over connections that stay open."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[[], Any]
BLOCK = 1 << 18


class Client:
    """A connection to the server; as little work as HTTP/1.1 allows."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.host = f"Host: 127.0.0.1:{port}\r\n".encode()

    def get(self, path: str, headers: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """Return status, headers by lower-case names, and body."""
        request = b"GET " + path.encode() + b" HTTP/1.1\r\nAccept: application/json\r\n"
        self.socket.sendall(request + self.host + headers + b"\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.receive()
        head, _, body = head.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        named = dict(line.lower().split(": ", 1) for line in lines)
        parts, missing = [body], int(named.get("content-length", 0)) - len(body)
        while missing > 0:
            parts.append(self.receive())
            missing -= len(parts[-1])
        return int(status.split()[1]), named, b"".join(parts)

    def receive(self) -> bytes:
        block = self.socket.recv(BLOCK)
        if not block:
            raise ConnectionError("The server hung up.")
        return block

    def stream(self, path: str) -> int:
        """Read an answer to the end of its last chunk, and return how many lines it has."""
        self.socket.sendall(
            b"GET " + path.encode() + b" HTTP/1.1\r\nConnection: close\r\n" + self.host + b"\r\n"
        )
        lines, last = 0, b""
        while block := self.socket.recv(BLOCK):
            lines += block.count(b"}\n") + (last + block[:1] == b"}\n")
            last = block[-1:]
        return lines


def rate(asks: list[Ask], seconds: float) -> float:
    """Return how often a second the clients were answered, all together."""
    counts = [0] * len(asks)
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        while time.perf_counter() < end:
            asks[number]()
            counts[number] += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(asks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def processor_seconds(processes: list[int]) -> float:
    """Return the time that processes have had of the processors, all their threads together."""
    threads = [
        one
        for process in processes
        if process != os.getpid()  # whose threads end, and are forgotten there
        for one in Path(f"/proc/{process}/task").glob("*/schedstat")
    ]
    return time.process_time() + sum(int(one.read_text().split()[0]) / 1e9 for one in threads)


def peak_memory(process: int) -> int:
    """Return the most memory that a process has had resident, in kB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def results(body: bytes) -> list[dict[str, Any]]:
    return json.loads(body)["results"]
