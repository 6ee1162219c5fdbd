/**
 * docs/notes answers questions and says which command shows the answer. Here: its links lead somewhere, its commands name models that are there,
 * and these say what the page says they do. What a small model says is in its manifest, to which models.test.ts holds the engine; the
 * cheapest are run as the page has them, too.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Folder } from '../conformance/cli/support.ts';
import { folders, type ModelEntry, modelsOf } from './manifest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const notes = join(root, 'docs/notes');
const pages = readdirSync(notes).filter((name) => name.endsWith('.md'));
const text = (name: string): string => readFileSync(join(notes, name), 'utf8');

/** So many states are run at once. */
const CHEAP = 300;

const EXIT: Readonly<Record<ModelEntry['result'], number>> = { ok: 0, assumption: 10, deadlock: 11, safety: 12, liveness: 13 };

interface Command {
  readonly argv: readonly string[];
  /** The exit code that the page says, if it says one. */
  readonly exit: number | undefined;
}

/** The commands of a page. */
function commands(page: string): readonly Command[] {
  return [...page.matchAll(/^npm run lockstep -- ([^#\n]*)(?:#(?: exit (\d+))?.*)?$/gm)].map(([, line = '', exit]) => ({
    argv: line.trim().split(/\s+/),
    exit: exit === undefined ? undefined : Number(exit),
  }));
}

/** The anchors of a page, as GitHub makes them of its headings. */
function anchors(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The links of a page that lead nowhere; those to other sites are not followed. Links to lines are held by readme-links.test.ts. */
function deadLinks(page: string, folder: string): readonly string[] {
  return [...page.matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^https?:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const file = join(folder, path);
    if (!existsSync(file)) return [link];
    if (anchor === undefined || /^L\d+$/.test(anchor)) return [];
    return anchors(path === '' ? page : readFileSync(file, 'utf8')).includes(anchor) ? [] : [link];
  });
}

/** The entry of the manifest for a `check`, or why there is none. */
function entryOf({ argv }: Command): ModelEntry | string {
  const [, spec = '', option, config = ''] = argv;
  if (option !== '--config' || argv.length !== 4) return `not \`check SPEC --config FILE\`: ${argv.join(' ')}`;
  if (!existsSync(join(root, spec))) return `${spec} is not there`;
  if (!existsSync(join(root, config))) return `${config} is not there`;
  const folder = folders.find((name) => dirname(spec) === `spec/${name}`);
  const entry = modelsOf(folder ?? '').find((model) => config === `spec/${folder}/${model.config}`);
  if (entry === undefined) return `${config} is in no manifest`;
  return spec === `spec/${folder}/${entry.module}.tla` ? entry : `${config} is a model of ${entry.module}`;
}

const all = pages.flatMap((name) => commands(text(name)).map((command) => [command.argv.join(' '), command] as const));
const checks = all.filter(([, { argv }]) => argv[0] === 'check');

describe.each(pages)('docs/notes/%s', (name) => {
  it('has links that lead somewhere', () => {
    expect(deadLinks(text(name), notes)).toEqual([]);
  });

  it('is in the index, and has a command and its sources', () => {
    if (name === 'README.md') return;
    expect(text('README.md')).toContain(`](${name})`);
    expect(commands(text(name)).length).toBeGreaterThan(0);
    expect(text(name)).toMatch(/^## Sources\n\n- /m);
  });
});

describe('the commands of docs/notes', () => {
  it.each(checks)('%s ends with what the manifest says', (_, command) => {
    const entry = entryOf(command);
    expect(typeof entry === 'string' ? entry : EXIT[entry.result]).toBe(command.exit);
  });

  it('are of known kinds, and the others name a protocol', () => {
    for (const [, { argv }] of all) {
      const [kind = '', protocol = ''] = argv;
      expect(['check', 'conform', 'mutate']).toContain(kind);
      if (kind !== 'check') expect(existsSync(join(root, 'conformance/bindings', `${protocol}.ts`)), protocol).toBe(true);
    }
    expect(checks.length).toBeGreaterThan(15);
  });

  const cheap = checks.filter(([, command]) => {
    const entry = entryOf(command);
    return typeof entry !== 'string' && entry.size === 'small' && (entry.distinct ?? 0) <= CHEAP;
  });

  it.each(cheap)('%s, run', async (_, { argv, exit }) => {
    expect((await new Folder(root).run(argv)).code).toBe(exit);
  });
});

describe('what is held', () => {
  const page = 'npm run lockstep -- check spec/a/A.tla --config spec/a/A.cfg  # exit 12: no\nnpm run lockstep -- conform a # yes';

  it('commands are read with the exit code that is said', () => {
    expect(commands(page)).toEqual([
      { argv: ['check', 'spec/a/A.tla', '--config', 'spec/a/A.cfg'], exit: 12 },
      { argv: ['conform', 'a'], exit: undefined },
    ]);
    expect(commands(page).map(entryOf)[0]).toBe('spec/a/A.tla is not there');
  });

  it('a model of another module, or without a file, is found', () => {
    const check = (spec: string, config: string): Command => ({ argv: ['check', spec, '--config', config], exit: 0 });
    expect(entryOf(check('spec/paxos/MCPaxos.tla', 'spec/paxos/Paxos_TypeOK_bug.cfg'))).toBe(
      'spec/paxos/Paxos_TypeOK_bug.cfg is a model of MCPaxosBug',
    );
    expect(entryOf(check('spec/paxos/MCPaxos.tla', 'spec/paxos/No.cfg'))).toBe('spec/paxos/No.cfg is not there');
    expect(entryOf(check('spec/paxos/MCPaxos.tla', 'spec/paxos/MCPaxos.cfg'))).toMatchObject({ result: 'ok' });
  });

  it('links to files and headings that are not there are found', () => {
    const links = '[a](no.md) [b](README.md#no) [c](README.md#notes-questions-and-what-answers-them) [d](https://example.org/x) [e](#here)';
    expect(deadLinks(links, notes)).toEqual(['no.md', 'README.md#no', '#here']);
  });
});
