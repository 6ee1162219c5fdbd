/**
 * The engine against TLC, on whole processes: `npm run bench -- --tlc tla2tools.jar --examples DIR`, where DIR is a clone of
 * https://github.com/tlaplus/Examples. docs/benchmarks.md says what is measured and how, and `--write` writes its tables.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ENGINES, engineOf, type Places, tlcVersion } from './bench/engines.ts';
import { GROUPS, type Task, tasks } from './bench/models.ts';
import { measure } from './bench/runs.ts';
import { figuresText, replaceFigures } from './bench/tables.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(root, 'docs/benchmarks.md');

/** The models of the groups and the names that are asked for; with none, all. @throws Error for what is no model */
function chosen(all: readonly Task[], names: readonly string[]): readonly Task[] {
  for (const name of names) {
    if (!all.some((task) => task.name === name || task.group === name))
      throw new Error(`There is no model or group ${name}; groups: ${GROUPS.join(', ')}; models: ${all.map((t) => t.name).join('; ')}`);
  }
  return all.filter((task) => names.length === 0 || names.includes(task.name) || names.includes(task.group));
}

function machine(): readonly string[] {
  const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  return [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
    `lockstep ${version} (${commit}), Node ${process.version}`,
  ];
}

function list(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((word) => word.trim());
}

async function main(scratch: string): Promise<void> {
  const { values } = parseArgs({
    options: {
      tlc: { type: 'string', default: process.env.TLA2TOOLS_JAR ?? '' },
      examples: { type: 'string' },
      engines: { type: 'string', default: ENGINES.join(',') },
      models: { type: 'string', default: '' },
      rounds: { type: 'string', default: '3' },
      bin: { type: 'string', default: join(root, 'dist/conformance/cli/main.js') },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds must be a positive number, not ${values.rounds}`);
  const classPath = values.tlc
    .split(delimiter)
    .map((part) => resolve(part))
    .join(delimiter);
  const places: Places = { root, bin: values.bin, classPath, scratch };
  const all = tasks(values.examples === undefined ? undefined : resolve(values.examples), scratch);
  const wanted = chosen(all, list(values.models));
  const engines = list(values.engines)
    .filter((name) => values.tlc !== '' || !name.startsWith('TLC'))
    .map((name) => engineOf(name, places));
  if (values.tlc === '') console.error('TLC is not run: name tla2tools.jar with --tlc or in TLA2TOOLS_JAR.');
  if (values.examples === undefined) console.error('Public models are not run: name a clone of tlaplus/Examples with --examples.');
  const [idle] = all;
  const conditions = [...machine(), ...(values.tlc === '' || idle === undefined ? [] : [await tlcVersion(places, idle)])];
  const runs = await measure({ tasks: wanted, engines, rounds, conditions, path: values.json, report: console.error });
  const text = figuresText(wanted, runs, conditions);
  console.log(text);
  if (values.write) writeFileSync(PAGE, replaceFigures(readFileSync(PAGE, 'utf8'), text));
}

const scratch = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
try {
  await main(scratch);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
