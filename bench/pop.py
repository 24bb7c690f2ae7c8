#!/usr/bin/env python3
"""INVITE from a known number → the card on the agent's WebSocket, in milliseconds.
usage: pop.py --keys FILE --http ADDR:PORT --sip ADDR:PORT --contacts N [--calls 300] → one line of JSON
One agent (a1) with a desk open; each call is from another of the N contacts and is given up when the card is there."""
import argparse
import base64
import http.client
import json
import os
import random
import socket
import struct
import time

ap = argparse.ArgumentParser()
ap.add_argument("--keys", required=True)
ap.add_argument("--http", required=True)
ap.add_argument("--sip", required=True)
ap.add_argument("--contacts", type=int, required=True)
ap.add_argument("--calls", type=int, default=300)
ap.add_argument("--seed", type=int, default=1)
a = ap.parse_args()
key = open(a.keys).readline().split()[1]
host, port = a.sip.rsplit(":", 1)


def open_live():
    line = socket.create_connection(tuple(a.http.rsplit(":", 1)), timeout=10)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    secret = base64.b64encode(os.urandom(16)).decode()
    line.sendall((f"GET /api/v1/live HTTP/1.1\r\nHost: {a.http}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  f"Authorization: Bearer {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {secret}\r\n\r\n").encode())
    stream = line.makefile("rb")
    status = stream.readline()
    if b"101" not in status:
        raise SystemExit(f"live socket: {status.decode().strip()}")
    while stream.readline().strip():
        pass
    return line, stream


def frame(stream):  # RFC 6455, server to client: not masked, not fragmented here
    first, second = stream.read(2)
    size = second & 127
    if size == 126:
        size = struct.unpack(">H", stream.read(2))[0]
    elif size == 127:
        size = struct.unpack(">Q", stream.read(8))[0]
    return first & 15, stream.read(size)


def sip(method, number, call, cseq, body=""):
    head = (f"{method} sip:q10@{a.sip} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bKp{call}\r\nFrom: <sip:{number}@{host}>;tag=p{call}\r\n"
            f"To: <sip:q10@{host}>\r\nCall-ID: pop-{os.getpid()}-{call}\r\nCSeq: {cseq} {method}\r\nMax-Forwards: 70\r\n"
            f"Contact: <sip:{number}@{me}>\r\n")
    if body:
        head += "Content-Type: application/sdp\r\n"
    line.send((head + f"Content-Length: {len(body)}\r\n\r\n{body}").encode())


def wait_final(call):  # of the INVITE: 487 after our CANCEL, answered with ACK
    while True:
        answer = line.recv(8192).decode()
        if f"-{call}\r\n" in answer and "INVITE" in answer and not answer.startswith("SIP/2.0 1"):
            tag = [row for row in answer.split("\r\n") if row.lower().startswith("to:")][0]
            line.send((f"ACK sip:q10@{a.sip} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bKp{call}\r\n"
                       f"From: <sip:x@{host}>;tag=p{call}\r\n{tag}\r\nCall-ID: pop-{os.getpid()}-{call}\r\nCSeq: 1 ACK\r\n"
                       f"Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode())
            return


line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind(("127.0.0.1", 0))
line.settimeout(10)
line.connect((host, int(port)))
me = "%s:%d" % line.getsockname()
live, stream = open_live()
web = http.client.HTTPConnection(*a.http.rsplit(":", 1), timeout=10)
prng = random.Random(a.seed)
took = []
for call in range(a.calls):
    number = "+79%09d" % prng.randrange(a.contacts)
    body = (f"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 50000 RTP/AVP 8\r\n"
            f"a=rtpmap:8 PCMA/8000\r\n")
    web.request("PUT", "/api/v1/me/state", '{"state":"ready"}',
                {"Authorization": "Bearer " + key, "Content-Type": "application/json"})
    web.getresponse().read()
    start = time.perf_counter()
    sip("INVITE", number, call, 1, body)
    while True:
        kind, payload = frame(stream)
        if kind == 1 and b'"offer.made"' in payload:
            took.append((time.perf_counter() - start) * 1e3)
            shown = json.loads(payload)["data"]["card"]
            if "Customer" not in json.dumps(shown):
                raise SystemExit(f"the card does not show the customer of {number}: {shown}")
            break
    sip("CANCEL", number, call, 1)
    wait_final(call)
    while True:
        kind, payload = frame(stream)
        if kind == 1 and b'"offer.withdrawn"' in payload:
            break
took.sort()
at = lambda p: round(took[min(len(took) - 1, int(p * len(took)))], 2)
print(json.dumps({"label": "okno", "svc": "pop", "contacts": a.contacts, "calls": len(took), "p50_ms": at(0.5), "p90_ms": at(0.9),
                  "p99_ms": at(0.99), "max_ms": round(took[-1], 2)}))
