/** `lockstep mutate`: bugs put into the code are caught by the lockstep check. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { catalogues } from '../../bindings/mutants.ts';
import { type Catalogue, type Mutant, modelsFor, StaleMutant } from '../../mutation/catalogue.ts';
import { runMutants } from '../../mutation/run-node.ts';
import { MutationSetupError } from '../../mutation/sources-node.ts';
import { type MutantReport, type MutationVerdict, overall } from '../../mutation/verdict.ts';
import { packageRoot } from '../conform/catalogue.ts';
import { EXIT, type Host, positiveInteger, shellLine, usageError } from '../host.ts';
import { mutationDocument, mutationText } from '../print/mutation.ts';
import { counted } from '../print/numbers.ts';
import type { Place } from '../reporters/finding.ts';
import { reporterOption } from '../reporters/index.ts';
import { mutationReport } from '../reporters/mutation.ts';

interface MutateFlags {
  readonly only?: readonly string[];
  readonly model?: string;
  readonly workers?: number;
  readonly json?: boolean;
}

/** What is asked of one protocol. */
interface Selection {
  readonly catalogue: Catalogue;
  readonly mutants: readonly Mutant[];
  models(mutant: Mutant): readonly string[];
}

/** Milliseconds between two looks at whether the user wants to stop. */
const LOOK = 100;
const CLEAR = '\r\u001b[2K';

export function registerMutate(program: Command, host: Host): void {
  program
    .command('mutate')
    .summary('put known bugs into the code and see each of them caught')
    .description(
      'Puts bugs that real systems had into a copy of the code, one at a time, and runs the lockstep check on it: on the model that shows the bug soonest, where the catalogue names one, then on the small one and on the default ones, until a difference is found. A control is a change that is no bug, and must be found identical.',
    )
    .argument('[protocol]', `the protocol: ${catalogues.map((c) => c.protocol).join(', ')} (default: all)`)
    .option('--only <ids>', 'these mutants only, such as X1,X2', ids)
    .option('--model <name>', 'check on this model only')
    .option('--workers <n>', 'mutants checked at the same time (default: as many as there are processors)', positiveInteger('--workers'))
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .addOption(reporterOption())
    .action(async (protocol: string | undefined, flags: MutateFlags) => host.exit(await mutate(host, protocol, flags)));
}

/** "X1,X2" as a list. */
function ids(text: string): readonly string[] {
  const found = text.split(/[\s,]+/).filter((id) => id !== '');
  if (found.length === 0) throw usageError('--only needs the ids of mutants, such as X1,X2');
  return found;
}

const CODES: Readonly<Record<MutationVerdict, number>> = {
  ok: EXIT.ok,
  survived: EXIT.survived,
  'false-alarm': EXIT.divergence,
  incomplete: EXIT.incomplete,
};

async function mutate(host: Host, protocol: string | undefined, flags: MutateFlags): Promise<number> {
  const { io } = host;
  const selections = select(protocol, flags);
  const started = performance.now();
  const text = (verdict: MutationVerdict, reports: readonly MutantReport[]): string => {
    const seconds = (performance.now() - started) / 1000;
    const command = shellLine(host.argv);
    if (flags.json === true) return `${JSON.stringify(mutationDocument(verdict, reports, seconds, command))}\n`;
    return mutationText(verdict, reports, { colors: io.colors, seconds, command });
  };
  const abort = new AbortController();
  const look = setInterval(() => {
    if (io.interrupted()) abort.abort();
  }, LOOK);
  const reports: MutantReport[] = [];
  const soFar: MutantReport[] = [];
  const speak = (): void => io.lastWords({ stdout: text('incomplete', soFar), stderr: '', exitCode: EXIT.incomplete });
  speak();
  try {
    for (const selection of selections) {
      const onReport = (report: MutantReport): void => {
        soFar.push(report);
        speak();
      };
      reports.push(...(await run(host, selection, flags, abort.signal, onReport)));
    }
  } catch (error) {
    if (error instanceof StaleMutant || error instanceof MutationSetupError) throw usageError(error.message);
    throw error;
  } finally {
    clearInterval(look);
  }
  const verdict = overall(reports);
  io.out(text(verdict, reports));
  host.report(mutationReport(verdict, reports, shellLine(host.argv), (id) => placeOf(selections, id)));
  return CODES[verdict];
}

/** Where a mutant changes the code. */
function placeOf(selections: readonly Selection[], id: string): Place | undefined {
  const mutant = selections.flatMap((s) => s.mutants).find((m) => m.id === id);
  if (mutant === undefined) return undefined;
  const file = join(packageRoot(), mutant.file);
  const [before = ''] = readFileSync(file, 'utf8').split(mutant.find);
  return { file, line: before.split('\n').length };
}

function select(protocol: string | undefined, flags: MutateFlags): readonly Selection[] {
  const chosen =
    protocol === undefined || protocol === 'all'
      ? catalogues
      : catalogues.filter((c) => c.protocol === protocol || c.protocol.startsWith(`${protocol}/`));
  if (chosen.length === 0)
    throw usageError(`There are no mutants of ${protocol}; there are of: ${catalogues.map((c) => c.protocol).join(', ')}`);
  const known = chosen.flatMap((c) => c.mutants.map((m) => m.id));
  const unknown = flags.only?.filter((id) => !known.includes(id)) ?? [];
  if (unknown.length > 0) throw usageError(`There is no mutant ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  return chosen
    .map((catalogue) => ({
      catalogue,
      mutants: catalogue.mutants.filter((m) => flags.only?.includes(m.id) ?? true),
      models: modelsOf(catalogue, flags.model),
    }))
    .filter((selection) => selection.mutants.length > 0);
}

/** The one that was asked for; or the mutant's own, and then the small ones, where most bugs show at once, before the default ones. */
function modelsOf(catalogue: Catalogue, name: string | undefined): (mutant: Mutant) => readonly string[] {
  const { models, protocol } = catalogue;
  if (name === undefined) {
    const usual = [...models.filter((m) => m.size === 'small'), ...models.filter((m) => m.size === 'default')].map((m) => m.name);
    return (mutant) => modelsFor(mutant, usual);
  }
  if (models.some((m) => m.name === name)) return () => [name];
  throw usageError(`${protocol} has no model ${name}; it has: ${models.map((m) => m.name).join(', ')}`);
}

async function run(
  host: Host,
  selection: Selection,
  flags: MutateFlags,
  signal: AbortSignal,
  onReport: (report: MutantReport) => void,
): Promise<readonly MutantReport[]> {
  const { io } = host;
  const { catalogue, mutants, models } = selection;
  let done = 0;
  const show = (text: string): void => {
    if (io.live) io.err(`${CLEAR}${text.slice(0, Math.max(20, io.columns - 1))}`);
  };
  try {
    return await runMutants(catalogue, {
      root: packageRoot(),
      program: new URL(import.meta.url.endsWith('.ts') ? '../mutant.ts' : '../mutant.js', import.meta.url),
      models,
      mutants,
      signal,
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      onProgress: (mutant, p) =>
        show(`${done} of ${mutants.length} mutants · ${mutant.id} on ${p.model}: ${counted(p.states, 'state')} · depth ${p.depth}`),
      onReport: (report) => {
        done += 1;
        show(`${done} of ${mutants.length} mutants · ${report.id} ${report.verdict}`);
        onReport(report);
      },
    });
  } finally {
    show('');
  }
}
