/** Interleaved runs, and the file that keeps them, so that a measurement of hours goes on where it was stopped. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Engine, enginesOf, type Outcome } from './engines.ts';
import type { Group, Task } from './models.ts';

/** One run of one engine on one model. */
export interface Run extends Outcome {
  readonly group: Group;
  readonly task: string;
  readonly engine: string;
  readonly round: number;
}

export interface Measured {
  /** Machine and versions, in words: runs under other conditions are not mixed. */
  readonly conditions: readonly string[];
  readonly runs: readonly Run[];
}

/** The runs that an earlier call left. @throws Error if they were made under other conditions */
export function readMeasured(path: string | undefined, conditions: readonly string[]): readonly Run[] {
  if (path === undefined || !existsSync(path)) return [];
  const before: Measured = JSON.parse(readFileSync(path, 'utf8'));
  const other = before.conditions.find((line) => !conditions.includes(line));
  if (other !== undefined) throw new Error(`${path} holds runs made under other conditions (${other}); name another file`);
  return before.runs;
}

function save(path: string, measured: Measured): void {
  writeFileSync(`${path}.tmp`, `${JSON.stringify(measured)}\n`);
  renameSync(`${path}.tmp`, path);
}

/** What the two runs of a model say differently; an engine that does not tell a number contradicts nobody. */
export function contradiction(one: Run, other: Run): string | undefined {
  for (const count of ['generated', 'distinct', 'depth'] as const) {
    const [a, b] = [one.counts[count], other.counts[count]];
    if (a !== undefined && b !== undefined && a !== b)
      return `${one.task}: ${one.engine} says ${count} ${a}, ${other.engine} says ${b}: there is nothing to compare`;
  }
  return undefined;
}

export interface Plan {
  readonly tasks: readonly Task[];
  readonly engines: readonly Engine[];
  readonly rounds: number;
  readonly conditions: readonly string[];
  /** Where runs are kept, if anywhere. */
  readonly path: string | undefined;
  /** Told of each run. */
  readonly report: (line: string) => void;
}

/**
 * Rounds: in each every engine runs every model that it is for once; who begins alternates.
 * @returns these runs and those that the file held @throws Error if two runs count a model differently
 */
export async function measure({ tasks, engines, rounds, conditions, path, report }: Plan): Promise<readonly Run[]> {
  const runs = [...readMeasured(path, conditions)];
  for (let round = 1; round <= rounds; round++) {
    for (const task of tasks) {
      const names = enginesOf(
        task.group,
        engines.map((e) => e.name),
      );
      const fit = engines.filter((engine) => names.includes(engine.name));
      for (const engine of round % 2 === 1 ? fit : fit.toReversed()) {
        const same = runs.filter((run) => run.group === task.group && run.task === task.name);
        if (same.some((run) => run.engine === engine.name && run.round === round)) continue;
        const run: Run = { group: task.group, task: task.name, engine: engine.name, round, ...(await engine.run(task)) };
        const wrong = same.map((other) => contradiction(run, other)).find((words) => words !== undefined);
        if (wrong !== undefined) throw new Error(wrong);
        runs.push(run);
        if (path !== undefined) save(path, { conditions, runs });
        report(`round ${round} of ${rounds}: ${task.name}, ${engine.name}: ${run.cost.wall.toFixed(2)} s`);
      }
    }
  }
  return runs;
}
