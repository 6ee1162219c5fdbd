/**
 * Apalache's explorer server: symbolic execution step by step, over JSON-RPC. The server is one of our own, for the time of the work alone.
 *
 * It has no option for the address: it listens on all addresses of the machine, not only on the local one.
 */
import { createServer } from 'node:net';
import { EngineFailure } from '../engine.ts';
import { type Ended, type Scratch, withScratch } from '../process/guarded.ts';
import type { ExplorerSpec, Session } from './explorer-types.ts';
import { type Call, rpcClient } from './rpc.ts';
import { contained, environmentOf, type LaunchOptions, launcherOf, prepare, type RunOptions, start } from './run.ts';
import { loadSpec } from './session.ts';

export { RpcError } from './rpc.ts';

export interface Explorer {
  readonly port: number;
  /** Whether it answers. @throws EngineFailure if not */
  health(): Promise<void>;
  /** Loads a specification, into a session of its own. @throws RpcError if it is refused */
  loadSpec(spec: ExplorerSpec): Promise<Session>;
}

export interface ExplorerOptions extends LaunchOptions, Omit<RunOptions, 'onLine'> {
  /** The operator that gives the constants their values, in every specification that is loaded. */
  readonly cinit?: string;
  /** Seconds until it must be there; default: 60. */
  readonly startSeconds?: number;
}

/** Another program may take the port between the moment in which we see that it is free, and the server's start. */
const ATTEMPTS = 5;
const TAIL = 40;
const START_SECONDS = 60;

/**
 * Starts an explorer server, does work with it, and ends it.
 * @param path the folder of an unpacked release, or the launcher `apalache-mc`
 * @throws EngineFailure if it does not start, or ends before the work
 */
export async function withExplorer<T>(path: string, options: ExplorerOptions, work: (explorer: Explorer) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const done = await withServer(launcherOf(path), options, work);
    if (done !== 'taken') return done.value;
    if (attempt === ATTEMPTS) throw new EngineFailure('apalache', `The explorer server found no free port in ${ATTEMPTS} attempts`);
  }
}

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    // As the server will: on all addresses, so that a port in use on one of them is not taken for free.
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function withServer<T>(
  launcher: string,
  options: ExplorerOptions,
  work: (explorer: Explorer) => Promise<T>,
): Promise<{ readonly value: T } | 'taken'> {
  return withScratch(async (scratch) => {
    const port = await freePort();
    const server = startServer(scratch, launcher, port, options);
    try {
      const state = await server.ready;
      if (state === 'taken') return state;
      const explorer = explorerAt(port, server);
      await explorer.health();
      return { value: await work(explorer) };
    } finally {
      scratch.stop();
      await server.ended.catch(() => {});
    }
  });
}

interface Server {
  /** Our own child says that it listens; or that somebody else does. */
  readonly ready: Promise<'ready' | 'taken'>;
  readonly ended: Promise<Ended>;
  /** Undefined as long as it runs. */
  end(): EngineFailure | undefined;
}

function startServer(scratch: Scratch, launcher: string, port: number, options: ExplorerOptions): Server {
  const { limits, interrupted, cinit, startSeconds = START_SECONDS, ...launch } = options;
  prepare(scratch.folder);
  const settings = contained(scratch.folder, cinit === undefined ? {} : { checker: { cinit } });
  const lines: string[] = [];
  let onReady: () => void = () => {};
  const listening = new Promise<'ready'>((resolve) => {
    onReady = () => resolve('ready');
  });
  const command = {
    program: launcher,
    args: ['server', ...settings, '--server-type=explorer', `--port=${port}`],
    env: environmentOf(scratch.folder, launch),
  };
  const ended = start(scratch, command, {
    ...(limits === undefined ? {} : { limits }),
    ...(interrupted === undefined ? {} : { interrupted }),
    onLine: (line, stream) => {
      lines.push(line);
      if (lines.length > TAIL) lines.shift();
      // Only who has the port says this, and only our child says it here: whatever else answers at the port is not listened to.
      if (stream === 'stdout' && line.startsWith(`JSON-RPC server running on http://localhost:${port}/rpc`)) onReady();
    },
  });
  let last: EngineFailure | undefined;
  const early = ended.then(({ exit, signal, cut }) => {
    const why = cut ?? signal ?? `exit code ${exit}`;
    last = new EngineFailure('apalache', `The explorer server has ended: ${why}`, lines.join('\n'));
    if (lines.some((line) => /Failed to bind|Address already in use/.test(line))) return 'taken' as const;
    throw last;
  });
  // Whoever waits for it hears of it; without anyone it is no error.
  early.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const message = `The explorer server did not start within ${startSeconds} seconds`;
    timer = setTimeout(() => fail(new EngineFailure('apalache', message, lines.join('\n'))), startSeconds * 1000);
  });
  const ready = Promise.race([listening, early, late]).finally(() => clearTimeout(timer));
  return { ready, ended, end: () => last };
}

function explorerAt(port: number, server: Server): Explorer {
  const client = rpcClient(port);
  const call: Call = async (method, params) => {
    const gone = server.end();
    if (gone !== undefined) throw gone;
    try {
      return await client(method, params);
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      // The connection may break a moment before the end of the process is known.
      await new Promise((resolve) => setTimeout(resolve, 200));
      throw server.end() ?? error;
    }
  };
  return {
    port,
    async health() {
      const { status } = await call('health', {});
      if (status !== 'OK') throw new EngineFailure('apalache', `The explorer server is not well: ${JSON.stringify(status)}`);
    },
    loadSpec: (spec) => loadSpec(call, spec),
  };
}
