// Signs in at an IMAP server with the bearer token of a request (RFC 7628 §3.1), and says what came of it.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const { PORT, IMAP_PORT, PERSON } = process.env;

function signIn(token) {
  const response = `n,a=${PERSON},\x01host=localhost\x01port=${IMAP_PORT}\x01auth=Bearer ${token}\x01\x01`;
  // Each is sent when the server has answered the one before; the last ends an attempt that failed (RFC 7628 §3.2.3).
  const lines = ['a1 AUTHENTICATE OAUTHBEARER', Buffer.from(response).toString('base64'), ''];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(IMAP_PORT), '127.0.0.1');
    let said = '';
    socket.once('error', reject);
    socket.setEncoding('utf8').on('data', (text) => {
      said += text;
      if (/^a1 /m.test(said)) socket.end();
      else socket.write(`${lines.shift() ?? ''}\r\n`);
    });
    socket.once('close', () => resolve(said));
  });
}

createServer(async (request, reply) => {
  const [, token] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? [];
  const said = token === undefined ? 'a1 NO' : await signIn(token).catch(String);
  reply.statusCode = /^a1 OK/m.test(said) ? 200 : 401;
  reply.end(reply.statusCode === 200 ? `${PERSON} is signed in: ${said}` : said);
}).listen(Number(PORT), '127.0.0.1');
