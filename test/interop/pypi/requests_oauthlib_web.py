# requests-oauthlib (and oauthlib below it), as its web application flow is documented.
import os

from flask import Flask, jsonify, redirect, request, session
from requests_oauthlib import OAuth2Session

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # http, on loopback only
issuer = os.environ["ISSUER"]
app = Flask(__name__)
app.secret_key = "interop"


def client(**more):
    scope = ["openid", "profile", "email", "groups"]
    return OAuth2Session(
        os.environ["CLIENT_ID"], scope=scope, redirect_uri=os.environ["REDIRECT_URI"], **more
    )


@app.route("/")
def login():
    url, session["state"] = client().authorization_url(issuer + "/authorize")
    return redirect(url)


@app.route("/callback")
def callback():
    gatehouse = client(state=session["state"])
    gatehouse.fetch_token(
        issuer + "/token",
        client_secret=os.environ["CLIENT_SECRET"],
        authorization_response=request.url,
    )
    return jsonify(gatehouse.get(issuer + "/userinfo").json())


app.run("127.0.0.1", int(os.environ["PORT"]))
