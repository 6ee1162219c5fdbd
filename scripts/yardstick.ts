/**
 * Compares the embedded engine with TLC on public models: `npm run yardstick -- --examples DIR`, where DIR is a clone of
 * https://github.com/tlaplus/Examples. Each model runs in its own process. What TLC says of it stands in yardstick.json.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HEAP_MB = 6144;
const root = fileURLToPath(new URL('..', import.meta.url));

interface Expected {
  readonly spec: string;
  readonly cfg: string;
  readonly exit: number;
  readonly generated: number | null;
  readonly distinct: number | null;
  readonly depth: number | null;
  readonly tlcSeconds: number;
  /** Where the counts depend on chance: TLC's -seed. */
  readonly seed?: number;
  /** So many random behaviours (TLC: -simulate num=N) instead of a search. */
  readonly simulate?: number;
  /** Where our answer is another one on purpose: our exit code, and why. */
  readonly deviation?: { readonly exit: number; readonly why: string };
}

/** What of the JSON document of `lockstep check` is compared. */
interface Found {
  readonly verdict: string;
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
  readonly message?: string;
  readonly error?: {
    readonly class: string;
    readonly message: string;
    readonly feature?: string;
    readonly file?: string;
    readonly line?: number;
  };
}

type Outcome = 'equal' | 'deviates' | 'WRONG' | 'refused' | 'timeout';

interface Row {
  readonly expected: Expected;
  readonly outcome: Outcome;
  readonly note: string;
  readonly exit: number | null;
  readonly found: Found | undefined;
  readonly seconds: number;
}

/** How a child process ended. */
interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly late: boolean;
  readonly seconds: number;
}

function runChild(command: string, args: readonly string[], limitSeconds: number): Promise<Ended> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitSeconds * 1000);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('close', (exit) => {
      clearTimeout(timer);
      resolve({ exit, stdout, stderr, late, seconds: (performance.now() - started) / 1000 });
    });
  });
}

async function measure(expected: Expected, bin: string, examples: string, limit: number): Promise<Row> {
  const spec = join(examples, expected.spec);
  const cfg = join(examples, expected.cfg);
  const chance = (['seed', 'simulate'] as const).flatMap((name) =>
    expected[name] === undefined ? [] : [`--${name}`, String(expected[name])],
  );
  const args = [`--max-old-space-size=${HEAP_MB}`, bin, 'check', spec, '--config', cfg, ...chance, '--json'];
  const ended = await runChild(process.execPath, args, limit);
  const { exit, seconds } = ended;
  if (ended.late) return { expected, outcome: 'timeout', note: `after ${limit} s`, exit, found: undefined, seconds };
  const found = documentOf(ended.stdout);
  return { expected, ...judge(expected, exit, found, ended.stderr), exit, found, seconds };
}

function documentOf(text: string): Found | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function judge(expected: Expected, exit: number | null, found: Found | undefined, stderr: string): Pick<Row, 'outcome' | 'note'> {
  if (found === undefined) return { outcome: 'WRONG', note: `no JSON document: ${oneLine(stderr)}` };
  const { error } = found;
  if (error?.class === 'unsupported') return { outcome: 'refused', note: error.feature ?? oneLine(error.message) };
  if (found.verdict === 'incomplete') return { outcome: 'timeout', note: found.message ?? 'incomplete' };
  const where = error?.file === undefined ? '' : `${basename(error.file)}:${error.line ?? 0}: `;
  if (expected.deviation !== undefined && exit === expected.deviation.exit) return { outcome: 'deviates', note: expected.deviation.why };
  if (exit !== expected.exit)
    return { outcome: 'WRONG', note: `exit ${exit}, expected ${expected.exit}: ${where}${oneLine(error?.message ?? found.message ?? '')}` };
  const differs = (['generated', 'distinct', 'depth'] as const).filter((k) => expected[k] !== null && expected[k] !== found[k]);
  return differs.length === 0 ? { outcome: 'equal', note: '' } : { outcome: 'WRONG', note: `${differs.join(', ')}` };
}

function oneLine(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}

function counts(
  of: { readonly generated: number | null; readonly distinct: number | null; readonly depth: number | null } | undefined,
): string {
  return of === undefined ? '-' : [of.generated, of.distinct, of.depth].map((n) => n ?? '*').join('/');
}

function rowText(row: Row): string {
  const { expected, found } = row;
  const spec = expected.spec.replace(/^specifications\//, '').replace(/\.tla$/, '');
  const cfg = basename(expected.cfg, '.cfg');
  const name = cfg === basename(spec) ? spec : `${spec} ${cfg}`;
  const verdict =
    row.outcome === 'refused' || row.outcome === 'timeout'
      ? `${row.outcome}: ${row.note}`
      : `${row.outcome}${row.note === '' ? '' : `: ${row.note}`}`;
  const ours = found === undefined || found.verdict === 'error' ? (found?.verdict ?? '-') : `${found.verdict} ${counts(found)}`;
  return [
    name.padEnd(68),
    ours.padEnd(30),
    `${expected.exit} ${counts(expected)}`.padEnd(26),
    row.seconds.toFixed(1).padStart(6),
    ` ${verdict}`,
  ].join(' ');
}

function totalsText(rows: readonly Row[]): string {
  const count = (outcome: Outcome): number => rows.filter((r) => r.outcome === outcome).length;
  const features = new Map<string, number>();
  for (const r of rows) if (r.outcome === 'refused') features.set(r.note, (features.get(r.note) ?? 0) + 1);
  const refused = [...features].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([feature, n]) => `  refused ${n}: ${feature}`);
  const line = `${rows.length} models: ${count('equal')} equal, ${count('deviates')} on purpose otherwise, ${count('WRONG')} wrong, ${count('refused')} refused, ${count('timeout')} timeout`;
  return [...refused, line].join('\n');
}

/** Runs the models, `jobs` at a time, and hands the rows over in the order of the list. */
async function runAll(
  models: readonly Expected[],
  jobs: number,
  one: (m: Expected) => Promise<Row>,
  show: (row: Row) => void,
): Promise<readonly Row[]> {
  const rows: (Row | undefined)[] = models.map(() => undefined);
  let next = 0;
  let shown = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < models.length; i = next++) {
      const model = models[i];
      if (model === undefined) return;
      rows[i] = await one(model);
      for (let row = rows[shown]; row !== undefined; row = rows[shown]) {
        show(row);
        shown += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return rows.filter((r) => r !== undefined);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      examples: { type: 'string' },
      only: { type: 'string', default: '' },
      timeout: { type: 'string', default: '300' },
      jobs: { type: 'string', default: '1' },
      bin: { type: 'string', default: join(root, 'dist/conformance/cli/main.js') },
      json: { type: 'boolean', default: false },
    },
  });
  const { examples, only, timeout, jobs, bin, json } = values;
  if (examples === undefined || !existsSync(join(examples, 'specifications'))) {
    console.error('usage: npm run yardstick -- --examples DIR [--only REGEX] [--timeout S] [--jobs N] [--json]');
    console.error('DIR is a clone of https://github.com/tlaplus/Examples');
    return 1;
  }
  const list: { readonly models: readonly Expected[] } = JSON.parse(readFileSync(new URL('yardstick.json', import.meta.url), 'utf8'));
  const wanted = list.models.filter((m) => new RegExp(only).test(`${m.spec} ${m.cfg}`));
  const print = json ? console.error : console.log;
  print(
    ['spec, configuration'.padEnd(68), 'ours: generated/distinct/depth'.padEnd(30), 'TLC: exit, counts'.padEnd(26), 'seconds'].join(' '),
  );
  const rows = await runAll(
    wanted,
    Math.max(1, Number(jobs)),
    (m) => measure(m, bin, examples, Number(timeout)),
    (row) => print(rowText(row)),
  );
  print(totalsText(rows));
  if (json) console.log(JSON.stringify({ models: rows }));
  return rows.length > 0 && rows.every((r) => r.outcome !== 'WRONG') ? 0 : 1;
}

process.exitCode = await main();
