import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** A balancer of others, as their own documentation sets one up in front of two servers. */
export interface Balancer {
  readonly name: string;
  /** Where Debian's package puts it. */
  readonly path: string;
  /** @returns the configuration file's text */
  configuration(port: number, servers: readonly string[], directory: string): string;
  arguments(file: string): string[];
}

/** @param servers what stands in its `http` block */
export const nginxConfiguration = (directory: string, servers: string): string => `
daemon off;
pid ${directory}/pid;
error_log stderr crit;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${directory}/${name};`)
    .join('\n  ')}
  ${servers}
}
`;

/**
 * Keeps connections to the servers open, and knows of their health only what requests tell it: for a second,
 * since a node that left is back before the other one leaves. An idle connection ends with it before the node
 * that leaves ends it, which could be just when a request is sent.
 */
export const NGINX: Balancer = {
  name: 'nginx',
  path: '/usr/sbin/nginx',
  configuration: (port, servers, directory) =>
    nginxConfiguration(
      directory,
      `upstream gatehouse {
    ${servers.map((server) => `server ${server} fail_timeout=1s;`).join('\n    ')}
    keepalive 16;
    keepalive_timeout 1s;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://gatehouse;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host sso.example.com;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
    }
  }`,
    ),
  arguments: (file) => ['-e', 'stderr', '-c', file],
};

/** Asks for readiness, and keeps connections open too. */
const haproxy: Balancer = {
  name: 'HAProxy',
  path: '/usr/sbin/haproxy',
  configuration: (port, servers) => `
defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  option forwardfor
frontend front
  bind 127.0.0.1:${port}
  http-request set-header Host sso.example.com
  http-request set-header X-Forwarded-Proto https
  default_backend gatehouse
backend gatehouse
  balance roundrobin
  http-reuse safe
  option httpchk
  http-check send meth GET uri /health/ready hdr Host sso.example.com hdr X-Forwarded-Proto https
  default-server inter 500ms fall 1 rise 1 check
${servers.map((server, n) => `  server node${n} ${server}`).join('\n')}
`,
  arguments: (file) => ['-db', '-q', '-f', file],
};

export const BALANCERS = [NGINX, haproxy];

export const whyAbsent = ({ path, name }: Balancer): string | undefined =>
  existsSync(path) ? undefined : `${name} is not installed at ${path}`;

/** Starts it in front of these servers. @returns its origin */
export async function startBalancer(
  balancer: Balancer,
  origins: readonly string[],
): Promise<string> {
  const [port, directory] = [await freePort(), temporaryDirectory()];
  const file = join(directory, 'configuration');
  const servers = origins.map((origin) => new URL(origin).host.replace('localhost', '127.0.0.1'));
  writeFileSync(file, balancer.configuration(port, servers, directory));
  const child = spawn(balancer.path, balancer.arguments(file), {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  atEndOfFile(() => end(child));
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return origin;
    await sleep(100);
  }
  throw new Error(`${balancer.name} does not let us through`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}
