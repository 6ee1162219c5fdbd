/** A server on this machine that gives one file, well or badly, and remembers what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What it does with a request: `n` counts from 0. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse, n: number) => void;

export class FileServer {
  /** The `range` of each request, '' where there was none. */
  readonly ranges: string[] = [];
  private readonly server: Server;
  behave: Behaviour;

  private constructor(behave: Behaviour) {
    this.behave = behave;
    this.server = createServer((request, response) => {
      this.ranges.push(request.headers.range ?? '');
      this.behave(request, response, this.ranges.length - 1);
    });
  }

  static async start(behave: Behaviour): Promise<FileServer> {
    const server = new FileServer(behave);
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
    return `http://127.0.0.1:${address.port}/tool`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** All of it, at once; no ranges. */
export const whole =
  (bytes: Buffer): Behaviour =>
  (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.end(bytes);
  };

/** With ranges. */
export const ranged =
  (bytes: Buffer): Behaviour =>
  (request, response, n) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from === 0) return whole(bytes)(request, response, n);
    if (from >= bytes.length) return void response.writeHead(416).end();
    response.writeHead(206, {
      'content-length': bytes.length - from,
      'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
    response.end(bytes.subarray(from));
  };

/** Says that all of it comes, sends so many bytes of it from the place asked for, and dies. */
export const dying =
  (bytes: Buffer, count: number): Behaviour =>
  (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from === 0) response.writeHead(200, { 'content-length': bytes.length });
    else
      response.writeHead(206, {
        'content-length': bytes.length - from,
        'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
      });
    response.write(bytes.subarray(from, from + count), () => setTimeout(() => response.destroy(), 20));
  };
