import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { atEndOfFile } from './end-of-file.js';

/** How a statement fails between Gatehouse and its database. */
export type Fault =
  /** The connection breaks before the statement arrives. */
  | 'request lost'
  /** It is carried out, and the connection breaks before its answer arrives. */
  | 'answer lost'
  /** It is carried out, and its answer never arrives. */
  | 'silence'
  /** It is not carried out; the database says why. */
  | { readonly errno: number };

const COM_QUERY = 0x03;
const COM_STMT_PREPARE = 0x16;
const COM_STMT_EXECUTE = 0x17;
/** A change of rows or a COMMIT, except those that no answer waits for. */
const WRITE =
  /^\s*(?:INSERT(?! INTO `(?:events|errors)`)|UPDATE(?! `client_secrets)|DELETE|COMMIT)\b/i;

/** A way to the database on which one statement may fail. */
export class DatabaseProxy {
  private armed: { fault: Fault; statement: RegExp; left: number } | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
  ) {}

  /** The address of the database by way of this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** @param target `mysql://...`, without TLS */
  static async inFrontOf(target: string): Promise<DatabaseProxy> {
    const server = createServer();
    const proxy = new DatabaseProxy(new URL(target), server);
    server.on('connection', (client) => {
      proxy.connect(client);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEndOfFile(async () => {
      for (const socket of proxy.sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return proxy;
  }

  /** Makes the `nth` such statement from now on fail, counted from 1. */
  fail(nth: number, fault: Fault, statement = WRITE): void {
    this.armed = { fault, statement, left: nth };
  }

  /** Whether the statement came and failed. */
  get hasFailed(): boolean {
    return this.armed === undefined;
  }

  /** Back to normal; says whether the statement came and failed. */
  disarm(): boolean {
    const failed = this.hasFailed;
    this.armed = undefined;
    return failed;
  }

  private connect(client: Socket): void {
    const database = connect(Number(this.target.port || 3306), this.target.hostname);
    const breakOff = () => {
      client.destroy();
      database.destroy();
    };
    const statements = new Statements();
    let answered = (answer: Buffer): void => void client.write(answer);
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on('error', breakOff).on('close', breakOff);
      socket.on('close', () => this.sockets.delete(socket));
    }
    database.on('data', (answer) => {
      statements.note(answer);
      answered(answer);
    });
    client.on('data', (packet) => {
      const fault = this.faultOf(statements.of(packet));
      if (fault === 'request lost') breakOff();
      else if (typeof fault === 'object') client.write(errorPacket(fault.errno));
      else {
        if (fault === 'answer lost') answered = breakOff;
        if (fault === 'silence') answered = () => undefined;
        database.write(packet);
      }
    });
  }

  private faultOf(sql: string | undefined): Fault | undefined {
    if (this.armed === undefined || sql === undefined) return undefined;
    const { statement } = this.armed;
    if (!statement.test(sql) || --this.armed.left > 0) return undefined;
    const { fault } = this.armed;
    this.armed = undefined;
    return fault;
  }
}

/** What the statements of a connection say; those that are prepared are run by number. */
class Statements {
  private readonly prepared = new Map<number, string>();
  private preparing: string | undefined;

  /** @returns the beginning of the statement that the packet runs */
  of(packet: Buffer): string | undefined {
    if (packet[4] === COM_STMT_EXECUTE) return this.prepared.get(packet.readUInt32LE(5));
    const sql = packet.toString('latin1', 5, 64);
    if (packet[4] === COM_STMT_PREPARE) this.preparing = sql;
    return packet[4] === COM_QUERY ? sql : undefined;
  }

  /** The first answer to a statement that is prepared has its number. */
  note(answer: Buffer): void {
    if (this.preparing === undefined) return;
    if (answer[4] === 0) this.prepared.set(answer.readUInt32LE(5), this.preparing);
    this.preparing = undefined;
  }
}

/** An ERR packet: header, 0xff, number, SQL state, text. */
function errorPacket(errno: number): Buffer {
  const body = Buffer.concat([Buffer.from([0xff, 0, 0]), Buffer.from('#HY000made up by a test')]);
  body.writeUInt16LE(errno, 1);
  const header = Buffer.from([0, 0, 0, 1]);
  header.writeUIntLE(body.length, 0, 3);
  return Buffer.concat([header, body]);
}
