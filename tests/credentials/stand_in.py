"""Everybody who hands out credentials, and the AWS they are for, in one server that writes down what it is asked."""
import datetime
import http.server
import json
import re
import socket
import ssl
import threading
import urllib.parse

ROLE = "worker"
METADATA_TOKEN = "metadata-hush-token=="
# An account in which there is nothing and nothing happens.
EMPTY = {"GetDatabases": '{"DatabaseList": []}', "LookupEvents": '{"Events": []}'}
LASTING = datetime.timedelta(hours=1)


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def now():
    return datetime.datetime.now(datetime.timezone.utc)


class Asked:
    """One request as it arrived."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.path, _, query = target.partition("?")
        self.query = dict(urllib.parse.parse_qsl(query))
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.form = dict(urllib.parse.parse_qsl(body.decode("latin-1")))
        self.at = now()

    def signer(self):
        """The access key that signed it, or None."""
        found = re.search(r"Credential=([^/]+)/", self.headers.get("authorization", ""))
        return found.group(1) if found else None


class StandIn:
    """Listens on 127.0.0.1. What it hands out is named after who hands it out: "ASIASSO" with "sso-hush-secret"."""

    def __init__(self, certificate=None, address="127.0.0.1", port=0):
        self.asked = []
        self.lasting = LASTING
        self.broken = False  # 500 to whoever asks for credentials
        self.echo = None  # status and code with which STS refuses, quoting what it was sent
        self.issued = 0
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                asked = Asked(self.command, self.path, self.headers, body)
                with outer.lock:
                    outer.asked.append(asked)
                status, text = outer.answer_to(asked)
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_PUT = do_POST = answer

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
            daemon_threads = True

        self.server = Server((address, port), Handler)
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        host = f"[{address}]" if ":" in address else address
        self.url = f"{scheme}://{host}:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def take(self):
        """What was asked since the last time."""
        with self.lock:
            asked, self.asked = self.asked, []
        return asked

    def issue(self, who):
        """Credentials by `who`: their key says how many were issued before."""
        with self.lock:
            self.issued += 1
        # Services cut the end to whole seconds.
        return f"ASIA{who.upper()}{self.issued}", f"{who}-hush-secret", f"{who}-hush-session", now() + self.lasting

    def answer_to(self, asked):
        if asked.method == "POST":
            operation = asked.headers.get("x-amz-target", "").rpartition(".")[2]
            return self.sts(asked) if "Action" in asked.form else (200, EMPTY.get(operation, "{}"))
        if self.broken:
            return 500, "hush, it is broken"
        if asked.path == "/latest/api/token":
            return (200, METADATA_TOKEN) if asked.method == "PUT" else (405, "")
        if asked.path.startswith("/latest/meta-data/iam/security-credentials/"):
            return self.metadata(asked)
        if asked.path == "/federation/credentials":
            return self.portal(asked)
        if asked.path in ("/container", "/v2/credentials/1"):
            return 200, self.document("container")
        return 404, ""

    def metadata(self, asked):
        if asked.headers.get("x-aws-ec2-metadata-token") != METADATA_TOKEN:
            return 401, "hush: version 1 is not spoken here"
        return (200, self.document("metadata")) if asked.path.endswith(ROLE) else (200, ROLE)

    def document(self, who):
        key, secret, token, end = self.issue(who)
        return json.dumps({"Code": "Success", "AccessKeyId": key, "SecretAccessKey": secret, "Token": token,
                           "Expiration": stamp(end)})

    def portal(self, asked):
        if asked.headers.get("x-amz-sso_bearer_token") != "sso-hush-token":
            return 401, '{"message": "hush"}'
        key, secret, token, end = self.issue("sso")
        return 200, json.dumps({"roleCredentials": {"accessKeyId": key, "secretAccessKey": secret,
                                                    "sessionToken": token, "expiration": int(end.timestamp() * 1000)}})

    def sts(self, asked):
        action = asked.form["Action"]
        if action == "GetCallerIdentity":
            return 200, result(action, "<Account>123456789012</Account><UserId>u</UserId>"
                                       "<Arn>arn:aws:iam::123456789012:user/test</Arn>")
        if self.broken:
            return 500, "hush, it is broken"
        if self.echo:
            status, code = self.echo
            return status, (f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>this token? "
                            f"{asked.form.get('WebIdentityToken')}</Message></Error></ErrorResponse>")
        key, secret, token, end = self.issue("webidentity" if "WebIdentityToken" in asked.form else "role")
        return 200, result(action, f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{secret}"
                                   f"</SecretAccessKey><SessionToken>{token}</SessionToken><Expiration>{stamp(end)}"
                                   "</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>a:b</AssumedRoleId>"
                                   "<Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser>")


def result(action, inside):
    return (f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{inside}'
            f"</{action}Result></{action}Response>")
