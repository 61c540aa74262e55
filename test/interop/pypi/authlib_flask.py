# Flask and Authlib, as docs.authlib.org sets an OpenID Connect client up.
import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, jsonify

app = Flask(__name__)
app.secret_key = "interop"
oauth = OAuth(app)
oauth.register(
    name="gatehouse",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile email groups"},
)


@app.route("/")
def login():
    return oauth.gatehouse.authorize_redirect(os.environ["REDIRECT_URI"])


@app.route("/callback")
def callback():
    token = oauth.gatehouse.authorize_access_token()
    return jsonify(token["userinfo"])


app.run("127.0.0.1", int(os.environ["PORT"]))
