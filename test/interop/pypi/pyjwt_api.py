# An API that checks access tokens with PyJWT.
import json
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt

issuer = os.environ["ISSUER"]
keys = jwt.PyJWKClient(issuer + "/jwks")


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            key = keys.get_signing_key_from_jwt(token).key
            claims = jwt.decode(
                token, key, algorithms=["RS256", "ES256"], audience=os.environ["AUDIENCE"], issuer=issuer
            )
            self.answer(200, claims)
        except jwt.PyJWTError as error:
            self.answer(401, str(error))

    def answer(self, status, body):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Api).serve_forever()
