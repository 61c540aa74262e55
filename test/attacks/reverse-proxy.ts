import type { Application } from '../support/application.js';

const direct = globalThis.fetch;

/**
 * Stands in front of one or more nodes as a TLS-terminating proxy would: what this test file fetches
 * from the issuer goes as plain http to the node that was chosen, and the node is told who asked.
 */
export class ReverseProxy {
  private node: Application;
  /** Sent with every request; X-Forwarded-For is how a proxy says where a request comes from. */
  headers: Record<string, string> = {};

  constructor(private readonly nodes: readonly Application[]) {
    const [first] = nodes;
    if (first === undefined) throw new Error('There is no node to stand in front of.');
    this.node = first;
    globalThis.fetch = (input, init) => this.fetch(input, init);
  }

  /** All requests go to this node from now on: 1 is the first. */
  use(number: number): void {
    const node = this.nodes[number - 1];
    if (node === undefined) throw new Error(`There is no node ${number}.`);
    this.node = node;
  }

  from(address: string): void {
    this.headers['x-forwarded-for'] = address;
  }

  private fetch(...[input, init = {}]: Parameters<typeof fetch>): Promise<Response> {
    if (input instanceof Request) throw new Error('Fetch an address, not a Request.');
    const url = new URL(input);
    if (url.origin !== this.node.issuer) return direct(input, init);
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.headers)) headers.set(name, value);
    return direct(new URL(url.pathname + url.search, this.node.origin), { ...init, headers });
  }
}
