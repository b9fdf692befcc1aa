"""A receiver of webhooks that is out of order at first: fails, hangs, and then comes back.

    webhook_server.py SECRET LOG    prints its port, and writes a line for each request that it takes

It checks signatures as Standard Webhooks has them, with nothing but Python's standard library.
"""

import base64
import hashlib
import hmac
import http.server
import os
import sys
import threading
import time

secret = base64.b64decode(sys.argv[1].removeprefix("whsec_"))
log = open(sys.argv[2], "a")
seen = 0
lock = threading.Lock()


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        global seen
        body = self.rfile.read(int(self.headers["content-length"]))
        with lock:
            seen += 1
            number = seen
        if number == 1:
            self.send_response(503)
            self.end_headers()
            return
        if number == 2:
            time.sleep(30)
            return
        name, stamp = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        signed = f"{name}.{stamp}.".encode() + body
        code = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
        good = self.headers["webhook-signature"] == "v1," + code
        log.write(f"{name} {'signed' if good else 'forged'} {len(body)}\n")
        log.flush()
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


# Nobody has to end it.
threading.Timer(60, lambda: os._exit(0)).start()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
