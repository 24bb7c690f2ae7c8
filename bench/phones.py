#!/usr/bin/env python3
"""Registers every desk phone at 127.0.0.2:7000 (digest, RFC 2617) and presses "ready" for every agent.
usage: phones.py --keys FILE --http ADDR:PORT --sip ADDR:PORT [--contact ADDR:PORT] [--only N]"""
import argparse
import hashlib
import http.client
import json
import re
import socket
import sys

ap = argparse.ArgumentParser()
ap.add_argument("--keys", required=True)
ap.add_argument("--http", required=True)
ap.add_argument("--sip", required=True)
ap.add_argument("--contact", default="127.0.0.2:7000")
ap.add_argument("--only", type=int, default=0)
a = ap.parse_args()
host, port = a.sip.rsplit(":", 1)
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind((a.contact.rsplit(":", 1)[0], 0))
line.settimeout(5)
line.connect((host, int(port)))
me = "%s:%d" % line.getsockname()


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def register(user, number, cseq, proof=""):
    line.send((f"REGISTER sip:{a.sip} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bKb{number}x{cseq}\r\n"
               f"From: <sip:{user}@{host}>;tag=b{number}\r\nTo: <sip:{user}@{host}>\r\nCall-ID: bench-{number}\r\n"
               f"CSeq: {cseq} REGISTER\r\nContact: <sip:{user}@{a.contact}>\r\nExpires: 7200\r\nMax-Forwards: 70\r\n"
               f"{proof}Content-Length: 0\r\n\r\n").encode())
    while True:
        answer = line.recv(8192).decode()
        if f"Call-ID: bench-{number}\r\n" in answer and f"CSeq: {cseq} " in answer and not answer.startswith("SIP/2.0 1"):
            return answer


def sign_on(user, number):
    answer = register(user, number, 1)
    challenge = re.search(r"^WWW-Authenticate: Digest (.*)$", answer, re.M | re.I)
    if challenge:
        word = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge.group(1)))
        ha1, ha2 = md5(f"{user}:{word['realm']}:bench"), md5(f"REGISTER:sip:{a.sip}")
        qop = "qop" in word
        digest = md5(f"{ha1}:{word['nonce']}:00000001:bench:auth:{ha2}" if qop else f"{ha1}:{word['nonce']}:{ha2}")
        proof = (f'Authorization: Digest username="{user}", realm="{word["realm"]}", nonce="{word["nonce"]}", '
                 f'uri="sip:{a.sip}", response="{digest}", algorithm=MD5')
        if qop:
            proof += ', qop=auth, nc=00000001, cnonce="bench"'
        if "opaque" in word:
            proof += f', opaque="{word["opaque"]}"'
        answer = register(user, number, 2, proof + "\r\n")
    if not answer.startswith("SIP/2.0 200"):
        sys.exit(f"{user}: {answer.splitlines()[0]}")


web = http.client.HTTPConnection(*a.http.rsplit(":", 1), timeout=10)
agents = [row.split() for row in open(a.keys)]
for number, (user, key) in enumerate(agents[: a.only or None], 1):
    sign_on(user, number)
    web.request("PUT", "/api/v1/me/state", json.dumps({"state": "ready"}),
                {"Authorization": "Bearer " + key, "Content-Type": "application/json"})
    answer = web.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit(f"{user}: state answered {answer.status} {body[:200]!r}")
print(len(agents[: a.only or None]), "phones registered, agents ready")
