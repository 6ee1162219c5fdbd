/** Which actions were taken and how their guards were seen, for people and for programs. */
import { type ActionCoverage, type CoverageSummary, mergeCoverage, summarizeCoverage } from '../../tla-to-ts/index.ts';
import type { Colors } from './colors.ts';
import { counted, grouped } from './numbers.ts';

/** Longer texts of guards are cut off. */
const TEXT_WIDTH = 60;

interface Row {
  readonly cells: readonly [place: string, text: string, yes: string, no: string];
  /** What is to be said of it loudly. */
  readonly mark: string;
  readonly head: boolean;
}

/** The table of all actions and guards, and a line that says how much was seen. `name`: of what, if it has to be said. */
export function coverageTable(actions: readonly ActionCoverage[], name: string | undefined, colors: Colors): string {
  const rows = actions.flatMap(rowsOf);
  const title = ['action, guard', '', 'true', 'false'];
  const widths = title.map((t, i) => Math.max(t.length, ...rows.map((r) => (r.head ? 0 : (r.cells[i]?.length ?? 0)))));
  const line = (cells: readonly string[]): string =>
    cells.map((c, i) => (i < 2 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0))).join('  ');
  const lines = rows.map((r) => {
    const text = r.head ? `${r.cells[0]}  ${r.cells[1]}` : line(r.cells);
    return r.mark === '' ? text : colors.yellow(`${text.trimEnd()}  ${r.mark}`);
  });
  return [colors.bold(line(title).trimEnd()), ...lines, coverageLine(actions, name, colors)].join('\n');
}

function rowsOf(action: ActionCoverage): readonly Row[] {
  const { name, fired, guards } = action;
  const head: Row = { cells: [name, `fired ${grouped(fired)}`, '', ''], mark: fired === 0 ? 'NEVER FIRED' : '', head: true };
  const own = guards.map((g): Row => {
    const via = (g.via ?? []).map((v) => ` from ${afterFile(v)}`).reverse();
    const text = g.kind === 'branch' ? `branch: ${g.text}` : g.text;
    return {
      cells: [`  ${g.at}${via.join('')}`, cut(text), grouped(g.true), grouped(g.false)],
      mark: g.true === 0 && g.false === 0 ? 'never reached' : g.true === 0 ? 'never true' : g.false === 0 ? 'never false' : '',
      head: false,
    };
  });
  return [head, ...own];
}

/** `line:col` of a place. */
function afterFile(place: string): string {
  return place.replace(/^.*?(\d+:\d+)$/, '$1');
}

function cut(text: string): string {
  return text.length <= TEXT_WIDTH ? text : `${text.slice(0, TEXT_WIDTH - 3)}...`;
}

/** `coverage raft: 23 actions fired of 23, 87 guards, 87 seen both true and false`. */
export function coverageLine(actions: readonly ActionCoverage[], name: string | undefined, colors: Colors): string {
  const summary = summarizeCoverage(actions);
  const { fired, guards, both, full } = summary;
  const of = name === undefined ? 'coverage' : `coverage ${name}`;
  const line = `${of}: ${counted(fired, 'action')} fired of ${summary.actions}, ${counted(guards, 'guard')}, ${both} seen both true and false`;
  return full ? colors.green(line) : colors.yellow(`${colors.bold('COVERAGE NOT FULL')} ${line}${missing(summary)}`);
}

function missing({ actions, fired, guards, both }: CoverageSummary): string {
  if (actions === 0) return '; there is no action';
  const parts = [
    ...(fired < actions ? [`${counted(actions - fired, 'action')} never fired`] : []),
    ...(both < guards ? [`${counted(guards - both, 'guard')} one-sided`] : []),
  ];
  return `; ${parts.join(', ')}`;
}

/** What all the models of a protocol saw together; where its parts have specifications of their own, those of a part. */
export interface ProtocolCoverage {
  /** `raft`, or `storage/log-file`. */
  readonly protocol: string;
  /** Did every action fire, and was every guard seen both true and false? */
  readonly full: boolean;
  readonly actions: readonly ActionCoverage[];
}

/** What is known of a model that was checked. */
interface CoveredModel {
  /** `raft`, or `raft/step`. */
  readonly binding: string;
  readonly spec: string;
  readonly result: { readonly coverage?: readonly ActionCoverage[] };
}

/**
 * Puts together what the models of each protocol saw: a guard is seen if it is in one of them. Actions of different specifications are not
 * the same, whatever their names are.
 */
export function protocolCoverage(models: readonly CoveredModel[]): readonly ProtocolCoverage[] {
  const protocolOf = (binding: string): string => binding.replace(/\/.*/, '');
  const nameOf = ({ binding }: CoveredModel): string => {
    const protocol = protocolOf(binding);
    const specs = models.filter((m) => protocolOf(m.binding) === protocol && m.spec !== '').map((m) => m.spec);
    return new Set(specs).size > 1 ? binding : protocol;
  };
  return [...new Set(models.map(nameOf))].map((protocol) => {
    const own = models.filter((m) => nameOf(m) === protocol);
    const actions = mergeCoverage(own.map((m) => m.result.coverage ?? []));
    return { protocol, full: summarizeCoverage(actions).full, actions };
  });
}
