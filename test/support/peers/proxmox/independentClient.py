"""Opens a console of Proxmox VE with programs that are not ours: Python's HTTPS, websockify's WebSocket framing and
openssl's DES. Prints the size of the screen.

Arguments: port, file of the authority, API token (user@realm!id=value), node, number of the machine.
"""

import json
import os
import socket
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
from base64 import b64encode
from hashlib import sha1

from websockify.websocket import WebSocket

port, authority, token, node, vmid = sys.argv[1:]
context = ssl.create_default_context(cafile=authority)
base = f"/api2/json/nodes/{node}/qemu/{vmid}"
headers = {"Authorization": f"PVEAPIToken={token}"}
asked = urllib.request.Request(
    f"https://127.0.0.1:{port}{base}/vncproxy", data=b"websocket=1", headers=headers, method="POST"
)
data = json.load(urllib.request.urlopen(asked, context=context))["data"]

query = urllib.parse.urlencode({"port": data["port"], "vncticket": data["ticket"]})
tls = context.wrap_socket(socket.create_connection(("127.0.0.1", int(port))), server_hostname="127.0.0.1")
key = b64encode(os.urandom(16)).decode()
lines = [
    f"GET {base}/vncwebsocket?{query} HTTP/1.1",
    f"Host: 127.0.0.1:{port}",
    "Upgrade: websocket",
    "Connection: Upgrade",
    f"Sec-WebSocket-Key: {key}",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: binary",
    f"Authorization: PVEAPIToken={token}",
]
tls.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
head = b""
while not head.endswith(b"\r\n\r\n"):
    byte = tls.recv(1)
    if not byte:
        sys.exit("the connection ended before the upgrade")
    head += byte
accept = b64encode(sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
assert head.startswith(b"HTTP/1.1 101 "), head
assert accept in head, head

web = WebSocket()
web.client = True
web.socket = tls
web._state = "done"

pending = b""


def read(length):
    global pending
    while len(pending) < length:
        message = web.recvmsg()
        if message is None:
            sys.exit("the console ended")
        pending += message
    taken, pending = pending[:length], pending[length:]
    return taken


def send(message):
    # Not sendmsg: websockify 0.10 cannot make a mask by itself.
    tls.sendall(web._encode_hybi(0x2, message, os.urandom(4)))


def reversed_bits(byte):
    return int(f"{byte:08b}"[::-1], 2)


assert read(12) == b"RFB 003.008\n"
send(b"RFB 003.008\n")
types = read(read(1)[0])
assert 2 in types, types
send(b"\x02")
challenge = read(16)
password = data.get("password", data["ticket"]).encode()[:8].ljust(8, b"\0")
des = ["openssl", "enc", "-des-ecb", "-nopad", "-provider", "legacy", "-provider", "default", "-K"]
send(
    subprocess.run(
        [*des, bytes(map(reversed_bits, password)).hex()], input=challenge, capture_output=True, check=True
    ).stdout
)
assert read(4) == b"\0\0\0\0", "the password was refused"
send(b"\x01")
width, height = read(2), read(2)
print(f"{int.from_bytes(width, 'big')}x{int.from_bytes(height, 'big')}")
