/** The workflows of GitHub Actions, as far as they can be tested without it: what they call exists, and nothing is left out. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Folder } from './conformance/cli/support.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly matrix: {
      readonly node?: readonly string[];
      readonly include?: readonly Readonly<Record<string, string>>[];
    };
  };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Manifest {
  readonly models: readonly { readonly module: string; readonly config: string; readonly size?: string }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
const names = readdirSync(`${root}/.github/workflows`);
const workflows: readonly (readonly [name: string, workflow: Workflow])[] = [
  ...names.map((name) => [name, parse(read(`.github/workflows/${name}`))] as const),
  // What users copy is held to the same.
  ['README.md', parse(/```yaml\n(.*?)```/s.exec(read('README.md'))?.[1] ?? '')],
];
const jobs = workflows.flatMap(([name, { jobs }]) => Object.entries(jobs).map(([id, job]) => [`${name}: ${id}`, job] as const));

/** The commands of a job, one for each way through its matrix, with what stands in for the matrix. */
function commands(job: Job): readonly string[] {
  const ways = job.strategy?.matrix.include ?? [{}];
  return ways.flatMap((way) =>
    job.steps
      .flatMap(({ run }) => run ?? [])
      .map((run) =>
        run.replace(/\$\{\{ matrix\.(\w+) \}\}/g, (_, key: string) => String(Object.entries(way).find(([k]) => k === key)?.[1])),
      )
      .flatMap((run) => run.split('\n').filter((line) => line.trim() !== '')),
  );
}

describe.each(workflows)('%s', (_, workflow) => {
  it('may read only, and ends', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });
});

describe.each(jobs)('%s', (_, job) => {
  it('uses pinned actions, and may write only where it uploads SARIF', () => {
    const used = job.steps.flatMap(({ uses }) => uses ?? []);
    for (const action of used) expect(action).toMatch(/^(actions\/[\w-]+|github\/codeql-action\/[\w-]+)@v\d+$/);
    const uploads = used.some((action) => action.startsWith('github/codeql-action/upload-sarif@'));
    expect(job.permissions).toEqual(uploads ? { contents: 'read', 'security-events': 'write' } : undefined);
  });

  it('uploads what a failing run has written', () => {
    for (const step of job.steps.filter(({ uses }) => /upload-/.test(uses ?? ''))) expect(step.if).toContain('!cancelled()');
  });

  it('uploads reports that it writes', () => {
    const written = commands(job).flatMap((line) =>
      [...line.matchAll(/--reporter "\w+=\$RUNNER_TEMP\/([\w.]+)"/g)].map(([, file]) => file ?? ''),
    );
    const uploaded = job.steps
      .flatMap(({ with: options }) => [options?.path, options?.sarif_file])
      .filter((path) => typeof path === 'string');
    const own = /^\$\{\{ runner\.temp \}\}\//;
    for (const path of uploaded.filter((p) => own.test(p))) {
      const pattern = new RegExp(`^${path.replace(own, '').replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      expect(
        written.some((file) => pattern.test(file)),
        path,
      ).toBe(true);
    }
  });
});

describe('what is called', () => {
  let folder: Folder;
  beforeAll(() => {
    folder = new Folder();
  });
  afterAll(() => folder.remove());

  const lines = jobs.flatMap(([, job]) => commands(job));
  const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;

  it('is a script of the package', () => {
    const called = lines.flatMap((line) => [...line.matchAll(/npm run (?:-s )?([\w-]+)/g)].map(([, name]) => name ?? ''));
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
    for (const line of lines.filter((l) => l.startsWith('.ci/'))) expect(read(line)).toMatch(/^#!/);
  });

  const calls = [...new Set(lines.flatMap((line) => /(?:npm run -s lockstep --|npx lockstep) (.*)$/.exec(line)?.[1] ?? []))];
  it.each(calls)('is a command with these options: lockstep %s', async (call) => {
    const words = call.split(/\s+/);
    const first = words.findIndex((word) => /^["$.-]|\.tla$/.test(word));
    const command = words.slice(0, first < 0 ? words.length : first);
    // Help is given for a command that exists; the arguments of one are not looked at then.
    const help = await folder.run([...command, '--help']);
    expect(help.code, help.err).toBe(0);
    expect(help.out).toContain(`Usage: lockstep ${command[0]}`);
    for (const option of words.filter((word) => word.startsWith('--'))) expect(help.out).toContain(` ${option}`);
  });
});

describe('the engines', () => {
  it('are kept by the hash of the file that pins them', () => {
    const keys = jobs.flatMap(([, job]) =>
      job.steps.flatMap(({ uses, with: options }) => (uses?.startsWith('actions/cache@') ? [String(options?.key)] : [])),
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const [, file = ''] = /hashFiles\('([^']+)'\)/.exec(key) ?? [];
      expect(Object.keys(JSON.parse(read(file)))).toContain('tlc');
    }
  });
});

describe('the nights', () => {
  const nightly = workflows.find(([name]) => name === 'nightly.yml')?.[1];

  it('come by themselves, and when they are asked for', () => {
    expect(Object.keys(nightly?.on ?? {}).sort()).toEqual(['schedule', 'workflow_dispatch']);
  });

  it('check every large model of the manifests, and no other', () => {
    const large = readdirSync(`${root}/spec`).flatMap((folder) => {
      const { models }: Manifest = JSON.parse(read(`spec/${folder}/manifest.json`));
      return models.filter((m) => m.size === 'large').map((m) => `${folder}/${m.module} ${folder}/${m.config.replace(/\.cfg$/, '')}`);
    });
    expect(large.length).toBeGreaterThan(0);
    expect(nightly?.jobs.check?.strategy?.matrix.include?.map((way) => `${way.spec} ${way.config}`).sort()).toEqual(large.sort());
  });

  it('ask every engine of every protocol', () => {
    const protocols = readdirSync(`${root}/spec`).filter((folder) => existsSync(`${root}/spec/${folder}/manifest.json`));
    const engines = nightly?.jobs.engines;
    expect(engines?.strategy?.matrix.include?.map(({ protocol }) => protocol).sort()).toEqual(protocols.sort());
    const call = engines?.steps.flatMap(({ run }) => (run?.includes(' crosscheck ') === true ? [run] : []));
    expect(call).toEqual([expect.stringMatching(/ crosscheck \$\{\{ matrix\.protocol \}\} --engines embedded,tlc,apalache --size all$/)]);
  });
});

describe('every push', () => {
  it('is alone in its group', () => {
    for (const name of names) expect(workflows.find(([n]) => n === name)?.[1].concurrency?.group, name).toBeTruthy();
  });

  it('is tried on every Node that is supported, the oldest first', () => {
    const node = workflows.find(([name]) => name === 'ci.yml')?.[1].jobs.ci?.strategy?.matrix.node;
    const engines: string = JSON.parse(read('package.json')).engines.node;
    expect(node).toEqual([engines.replace('>=', ''), '22', '24']);
  });
});
