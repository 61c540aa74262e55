import { AsyncLocalStorage } from 'node:async_hooks';

/** What it stands in front of: an application in this process or in one of its own. */
export interface Node {
  readonly issuer: string;
  /** Where it listens. */
  readonly origin: string;
}

const direct = globalThis.fetch;

/**
 * Stands in front of one or more nodes as a TLS-terminating proxy would: what this test file fetches
 * from the issuer goes as plain http to the node that was chosen, and the node is told who asked.
 */
export class ReverseProxy {
  private node: Node;
  private readonly chosen = new AsyncLocalStorage<Node>();
  /** Sent with every request; X-Forwarded-For is how a proxy says where a request comes from. */
  headers: Record<string, string> = {};

  constructor(private readonly nodes: readonly Node[]) {
    const [first] = nodes;
    if (first === undefined) throw new Error('There is no node to stand in front of.');
    this.node = first;
    globalThis.fetch = (input, init) => this.fetch(input, init);
  }

  /** All requests go to this node from now on: 1 is the first. */
  use(number: number): void {
    this.node = this.get(number);
  }

  /** The requests that `work` leads to go to this node, whatever else is under way. */
  at<T>(number: number, work: () => Promise<T>): Promise<T> {
    return this.chosen.run(this.get(number), work);
  }

  from(address: string): void {
    this.headers['x-forwarded-for'] = address;
  }

  private get(number: number): Node {
    const node = this.nodes[number - 1];
    if (node === undefined) throw new Error(`There is no node ${number}.`);
    return node;
  }

  private fetch(...[input, init = {}]: Parameters<typeof fetch>): Promise<Response> {
    if (input instanceof Request) throw new Error('Fetch an address, not a Request.');
    const node = this.chosen.getStore() ?? this.node;
    const url = new URL(input);
    if (url.origin !== node.issuer) return direct(input, init);
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(this.headers)) headers.set(name, value);
    return direct(new URL(url.pathname + url.search, node.origin), { ...init, headers });
  }
}
