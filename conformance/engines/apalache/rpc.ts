/** JSON-RPC 2.0 over HTTP to a server on this machine, as Apalache's explorer speaks it. */
import { request } from 'node:http';
import type { Json } from '../../itf/index.ts';
import { EngineFailure } from '../engine.ts';

/** The server understood the call, and refuses it. */
export class RpcError extends Error {
  /** JSON-RPC's, or the exit code that the command line would have had. */
  readonly code: number;

  constructor(method: string, code: number, message: string) {
    super(`${method}: ${message}`);
    this.name = 'RpcError';
    this.code = code;
  }
}

export type JsonObject = { readonly [key: string]: Json };

/** Calls a method. @returns its result @throws RpcError @throws EngineFailure if the answer is none */
export type Call = (method: string, params: JsonObject) => Promise<JsonObject>;

/** An answer longer than this is refused. */
const MOST_BYTES = 256 * 2 ** 20;

/** A client of the server at a port of this machine. */
export function rpcClient(port: number): Call {
  let last = 0;
  return async (method, params) => {
    const id = ++last;
    const { status, text } = await post(port, JSON.stringify({ jsonrpc: '2.0', method, params, id }));
    if (status !== 200)
      throw new EngineFailure('apalache', `${method}: the explorer server answers with the status ${status}`, text.slice(0, 1000));
    return resultOf(method, id, text);
  };
}

/** Whether this is a JSON object. */
export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function resultOf(method: string, id: number, text: string): JsonObject {
  const strange = (): EngineFailure =>
    new EngineFailure('apalache', `${method}: what answers is not Apalache's explorer server`, text.slice(0, 1000));
  let root: Json;
  try {
    root = JSON.parse(text);
  } catch {
    throw strange();
  }
  if (!isObject(root) || root.jsonrpc !== '2.0' || root.id !== id) throw strange();
  const { result, error } = root;
  if (isObject(error) && typeof error.code === 'number' && typeof error.message === 'string')
    throw new RpcError(method, error.code, error.message);
  if (!isObject(result)) throw strange();
  return result;
}

/** No time limit: the solver may take hours. Who waits has one for the whole server. */
function post(port: number, body: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((done, fail) => {
    const lost = (error: Error): void => fail(new EngineFailure('apalache', `The explorer server does not answer: ${error.message}`));
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request({ host: '127.0.0.1', port, path: '/rpc', method: 'POST', headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) answer.destroy(new Error('its answer has no end'));
        else chunks.push(chunk);
      });
      answer.on('error', lost);
      answer.on('end', () => {
        if (answer.complete) done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        else lost(new Error('its answer ends in the middle'));
      });
    });
    call.on('error', lost);
    call.end(body);
  });
}
