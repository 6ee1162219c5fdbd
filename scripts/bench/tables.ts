/** The tables of docs/benchmarks.md, made from the runs. */
import { ENGINES, enginesOf, OURS, THEIRS } from './engines.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Group, Task } from './models.ts';
import type { Run } from './runs.ts';

/** One model's figures by engine. */
interface Line {
  readonly task: Task;
  readonly by: ReadonlyMap<string, Figures>;
}

/** Where the tables go: what is between these lines is written by the script, all else by hand. */
const BEGIN = '<!-- figures: written by `npm run bench -- --write` -->';
const END = '<!-- end of the figures -->';

/** The document with new tables. @throws Error if it has no place for them */
export function replaceFigures(document: string, figures: string): string {
  const from = document.indexOf(BEGIN);
  const to = document.indexOf(END);
  if (from < 0 || to < from) throw new Error(`The document has no place for figures, between ${BEGIN} and ${END}`);
  return `${document.slice(0, from + BEGIN.length)}\n\n${figures.trim()}\n\n${document.slice(to)}`;
}

/** All tables that there are runs for. */
export function figuresText(tasks: readonly Task[], runs: readonly Run[], conditions: readonly string[]): string {
  const lines = tasks.map((task): Line => ({ task, by: byEngine(task, runs) })).filter(({ by }) => by.size > 0);
  const of = (group: Group): readonly Line[] => lines.filter(({ task }) => task.group === group);
  const speed = [...of('ours'), ...of('large'), ...of('public')];
  const counts = lines.flatMap(({ by }) => [...by.values()].map((f) => f.runs));
  const sections = [
    ['Conditions', [...conditions, `Medians of ${range(counts)} interleaved runs.`].map((line) => `- ${line}`).join('\n')],
    ['The models', modelsTable(speed)],
    ['Seconds', secondsTable(speed)],
    ['States a second', rateTable(speed)],
    ['Bytes a state', bytesTable(speed)],
    ['Start-up', costTable(of('start-up'))],
    ['Growth', costTable(of('growth'))],
    ['A large model', costTable(of('memory'))],
    ['Specification and code', conformTable(of('conform'))],
  ] as const;
  return sections.flatMap(([title, text]) => (text === '' ? [] : [`### ${title}`, text])).join('\n\n');
}

function range(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function byEngine(task: Task, runs: readonly Run[]): ReadonlyMap<string, Figures> {
  const own = runs.filter((run) => run.group === task.group && run.task === task.name);
  return new Map(
    enginesOf(task.group, ENGINES).flatMap((engine) => {
      const figures = figuresOf(own.filter((run) => run.engine === engine));
      return figures === undefined ? [] : [[engine, figures] as const];
    }),
  );
}

/** What is divided by what, by the clock or by processor time. */
const RATIOS: readonly { readonly slow: string; readonly fast: string; readonly of: 'wall' | 'cpu' }[] = [
  { slow: THEIRS, fast: OURS, of: 'wall' },
  { slow: THEIRS, fast: OURS, of: 'cpu' },
  { slow: 'TLC/2', fast: OURS, of: 'wall' },
  { slow: 'TLC/2', fast: 'lockstep/2', of: 'wall' },
  { slow: OURS, fast: 'lockstep/2', of: 'wall' },
];

/** How many runs each of a row's figures is the median of. */
function runsOf(by: ReadonlyMap<string, Figures>): string {
  return range([...by.values()].map((f) => f.runs));
}

/** The engines that were run on any of these models, in the order of the tables. */
function present(lines: readonly Line[]): readonly string[] {
  return ENGINES.filter((engine) => lines.some(({ by }) => by.has(engine)));
}

/** A table in Markdown: the first `words` columns are words, the others are numbers; nothing if there is no row. */
function table(words: number, heading: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const widths = heading.map((title, column) => Math.max(4, title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const text = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => (n < words ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, n) => (n < words ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [text(heading), rule, ...rows.map(text)].join('\n');
}

function modelsTable(lines: readonly Line[]): string {
  const rows = lines.map(({ task, by }) => {
    const [any] = by.values();
    return [task.name, task.about, whole(any?.generated), whole(any?.distinct)];
  });
  return table(2, ['model', 'what it is', 'generated', 'distinct'], rows);
}

function secondsTable(lines: readonly Line[]): string {
  const engines = present(lines);
  const ratios = RATIOS.filter(({ slow, fast }) => engines.includes(slow) && engines.includes(fast));
  const heading = ratios.map(({ slow, fast, of }) => `${slow} : ${fast}${of === 'cpu' ? ', processor time' : ''}`);
  const rows = lines.map(({ task, by }) => [
    task.name,
    runsOf(by),
    ...engines.map((name) => fixed(by.get(name)?.wall)),
    ...ratios.map(({ slow, fast, of }) => times(by.get(slow)?.[of], by.get(fast)?.[of])),
  ]);
  return table(1, ['model', 'runs', ...engines, ...heading], rows);
}

function rateTable(lines: readonly Line[]): string {
  const engines = present(lines);
  const rate = (f: Figures | undefined): string => whole(f === undefined ? undefined : f.distinct / f.wall);
  return table(
    1,
    ['model', ...engines],
    lines.map(({ task, by }) => [task.name, ...engines.map((name) => rate(by.get(name)))]),
  );
}

function bytesTable(lines: readonly Line[]): string {
  const engines = present(lines);
  const each = (bytes: number | undefined, f: Figures | undefined): string =>
    whole(bytes === undefined || f === undefined ? undefined : bytes / f.distinct);
  return table(
    1,
    ['model', `${OURS}, its tables`, ...engines],
    lines.map(({ task, by }) => [
      task.name,
      each(by.get(OURS)?.tables, by.get(OURS)),
      ...engines.map((name) => each(by.get(name)?.rss, by.get(name))),
    ]),
  );
}

/** Time and memory, a row for each engine and model. */
function costTable(lines: readonly Line[]): string {
  const rows = lines.flatMap(({ task, by }) =>
    [...by].map(([engine, f]) => [task.name, engine, whole(f.distinct), fixed(f.wall), fixed(f.cpu), megabytes(f.rss)]),
  );
  return table(2, ['model', 'engine', 'distinct', 'seconds', 'processor seconds', 'MB at the peak'], rows);
}

function conformTable(lines: readonly Line[]): string {
  const rows = lines.map(({ task, by }) => {
    const [check, conform] = [by.get(OURS), by.get('conform')];
    return [task.name, whole(check?.distinct), fixed(check?.wall), fixed(conform?.wall), times(conform?.wall, check?.wall)];
  });
  return table(1, ['model', 'distinct', '`check`', '`conform`', 'ratio'], rows);
}

function whole(n: number | undefined): string {
  return n === undefined ? '-' : Math.round(n).toLocaleString('en');
}

function fixed(seconds: number | undefined): string {
  return seconds === undefined ? '-' : seconds.toFixed(1);
}

function times(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? '-' : (a / b).toFixed(1);
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '-' : whole(bytes / 1e6);
}
