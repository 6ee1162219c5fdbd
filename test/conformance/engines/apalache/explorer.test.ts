/** The client of the explorer server, with programs that play the server: only our own child is listened to, and only what makes sense. */
import { describe, expect, it } from 'vitest';
import { EngineFailure, type Explorer, RpcError, validateTrace, withExplorer } from '../../../../conformance/engines/apalache/index.ts';
import { launcherThat, temporaryFolder } from './support.ts';

const READY = "console.log('JSON-RPC server running on http://localhost:' + port + '/rpc (gzip+zstd compression enabled)')";

/** A server that answers with `answer(method, params)`, an expression of `call`. */
const serverThat = (answer: string, ready = READY): string => `
  require('node:http').createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const call = JSON.parse(text);
      const reply = (result) => response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result }));
      if (call.method === 'health') return reply({ status: 'OK' });
      ${answer}
    });
  }).listen(port, () => { ${ready} });`;

const LOADED = `{ sessionId: '1', snapshotId: 0, specParameters: { initTransitions: [{ index: 0, labels: ['I'] }],
  nextTransitions: [{ index: 0, labels: [] }, { index: 1, labels: [] }], stateInvariants: [], actionInvariants: [] } }`;

const explore = <T>(text: string, work: (explorer: Explorer) => Promise<T>, startSeconds = 30): Promise<T> =>
  withExplorer(launcherThat(temporaryFolder(), text), { startSeconds }, work);

const load = (explorer: Explorer) => explorer.loadSpec({ sources: ['---- MODULE é ----'], invariants: ['A'] });

describe('the explorer', () => {
  it('loads a specification as the server wants it, and asks for what it is asked', async () => {
    const text = serverThat(`if (call.method === 'loadSpec') return reply({ ...${LOADED}, });
      if (call.method === 'query') return reply({ trace: null, state: { x: true }, operatorValue: call.params });
      if (call.method === 'disposeSpec') return reply({ sessionId: '1' });
      reply({ snapshotId: 4, newStepNo: 2, status: 'ENABLED', invariantStatus: 'SATISFIED', trace: null });`);
    await explore(text, async (explorer) => {
      const session = await load(explorer);
      expect(session).toMatchObject({ id: '1', snapshot: 0, parameters: { initTransitions: [{ index: 0, labels: ['I'] }] } });
      expect(await session.assumeTransition(1)).toEqual({ snapshot: 4, status: 'ENABLED' });
      expect(await session.nextStep()).toEqual({ snapshot: 4, step: 2 });
      expect(await session.checkInvariant(0)).toEqual({ status: 'SATISFIED', trace: undefined });
      expect(await session.query({ kinds: ['STATE'], timeoutSec: 3 })).toEqual({
        trace: undefined,
        state: { x: true },
        operatorValue: { sessionId: '1', kinds: ['STATE'], timeoutSec: 3 },
      });
      await expect(session.rollback(3)).rejects.toThrow(EngineFailure);
      await session.dispose();
    });
  });

  it('sends the sources as base64 of UTF-8', async () => {
    const text = serverThat(`response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, error: { code: 255,
      message: Buffer.from(call.params.sources[0], 'base64').toString('utf8') } }))`);
    const refused = explore(text, load);
    await expect(refused).rejects.toThrow(RpcError);
    await expect(refused).rejects.toThrow('loadSpec: ---- MODULE é ----');
  });

  it.each([
    ['text', "response.end('hello')"],
    ['another id', `response.end(JSON.stringify({ jsonrpc: '2.0', id: 99, result: ${LOADED} }))`],
    ['no result', "response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id }))"],
    ['a list', "response.end('[]')"],
    ['a status of 500', 'response.statusCode = 500; reply({})'],
    ['a session without a name', 'reply({ snapshotId: 0 })'],
    ['a snapshot that is no number', `reply({ ...${LOADED}, snapshotId: '0' })`],
    ['no parameters', `reply({ ...${LOADED}, specParameters: null })`],
    ['half an answer', "response.writeHead(200, { 'content-length': 100 }); response.write('{'); setTimeout(() => response.destroy(), 50)"],
  ])('does not take %s for an answer', async (_, answer) => {
    await expect(explore(serverThat(answer), load)).rejects.toThrow(EngineFailure);
  });

  it('fails when the server ends in the middle of the work, and says so', async () => {
    await expect(explore(serverThat('process.exit(3)'), load)).rejects.toThrow('The explorer server has ended: exit code 3');
  });

  it('fails when the server ends at once, or never is there', async () => {
    await expect(explore('console.log("no Java"); process.exit(1)', load)).rejects.toThrow('has ended: exit code 1');
    await expect(explore('setInterval(() => {}, 1000)', load, 0.5)).rejects.toThrow('did not start within 0.5 seconds');
  });

  it('listens to nobody but its own child, whatever answers at the port', async () => {
    // The child listens and is well, but never says so: it could be anyone.
    await expect(explore(serverThat('reply({})', ''), load, 1)).rejects.toThrow('did not start within 1 seconds');
    const wrong = 'console.log(`JSON-RPC server running on http://localhost:1/rpc`)';
    await expect(explore(serverThat('reply({})', wrong), load, 1)).rejects.toThrow('did not start');
  });

  it('takes another port when somebody else has taken it', async () => {
    const folder = temporaryFolder();
    const tried = JSON.stringify(`${folder}/tried`);
    const text = `const fs = require('node:fs');
      fs.appendFileSync(${tried}, port + '\\n');
      if (fs.readFileSync(${tried}, 'utf8').split('\\n').length < 4) { console.log('java.io.IOException: Failed to bind to 0.0.0.0/0.0.0.0:' + port); process.exit(255); }
      ${serverThat('reply({})')}`;
    const port = await withExplorer(launcherThat(folder, text), {}, async (explorer) => explorer.port);
    expect(port).toBeGreaterThan(0);
    await expect(explore("console.log('Failed to bind'); process.exit(255)", load)).rejects.toThrow('no free port in 5 attempts');
  });
});

/** A server of which transition t leads from the state n to 2n + t; it says what it was asked on the way. */
const DOUBLING = serverThat(`
  globalThis.states ??= [1];
  const { method, params } = call;
  if (method === 'loadSpec') return reply(${LOADED});
  if (method === 'disposeSpec') return reply({ sessionId: '1' });
  if (method === 'rollback') { states.length = params.snapshotId + 1; return reply({ snapshotId: params.snapshotId }); }
  const now = states.at(-1);
  if (method === 'assumeTransition') { states.push(now * 2 + params.transitionId); return reply({ snapshotId: states.length - 1, status: now > 40 ? 'UNKNOWN' : 'ENABLED' }); }
  if (method === 'nextStep') return reply({ snapshotId: states.length - 1, newStepNo: 1 });
  const wanted = params.equalities.x;
  reply({ snapshotId: states.length - 1, status: wanted === undefined || wanted === now ? 'ENABLED' : 'DISABLED' });`);

describe('a trace', () => {
  const validate = (states: readonly { readonly x?: number }[], options = {}) =>
    explore(DOUBLING, (explorer) => validateTrace(explorer, { sources: [''] }, states, options));

  it('is explained by the transitions that lead along it', async () => {
    expect(await validate([{ x: 2 }, { x: 5 }, { x: 10 }])).toEqual({ kind: 'explained', transitions: [0, 1, 0] });
  });

  it('is explained where it leaves states open, by trying all ways', async () => {
    expect(await validate([{}, {}, {}, { x: 23 }])).toEqual({ kind: 'explained', transitions: [0, 1, 1, 1] });
  });

  it('is not explained from the step on that nothing leads to', async () => {
    expect(await validate([{ x: 2 }, { x: 5 }, { x: 12 }, { x: 24 }])).toEqual({ kind: 'unexplained', step: 2 });
    expect(await validate([{ x: 3 }])).toEqual({ kind: 'unexplained', step: 0 });
  });

  it('is not decided where the solver does not answer, or too many ways are tried', async () => {
    expect(await validate([{ x: 2 }, { x: 5 }, { x: 11 }, { x: 23 }, { x: 47 }, { x: 94 }])).toEqual({ kind: 'unknown', step: 5 });
    expect(await validate([{}, {}, {}, { x: 23 }], { attempts: 6 })).toMatchObject({ kind: 'unknown' });
  });

  it('has a state', async () => {
    await expect(validate([])).rejects.toThrow(RangeError);
  });
});
