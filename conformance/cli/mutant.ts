/** The process in which one mutant is checked. `lockstep mutate` starts it with a job as its argument, and listens. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogues } from '../bindings/mutants.ts';
import type { ChildMessage, Job } from '../mutation/child-node.ts';
import { judge } from '../mutation/judge.ts';
import { loadSpec } from './files.ts';

/** Milliseconds between two reports of progress. */
const EVERY = 250;

/** Speaks to the process that started this one; what it is about to lose with it, is lost. */
function say(message: ChildMessage): void {
  process.send?.(message);
}

async function work(job: Job): Promise<void> {
  const parent = process.ppid;
  const catalogue = catalogues.find((c) => c.protocol === job.protocol);
  if (catalogue === undefined) throw new Error(`there are no mutants of ${job.protocol}`);
  const subject = await catalogue.subject(job.url);
  // The modules are in memory now. So early, almost nothing can happen that leaves the folder behind.
  rmSync(job.folder, { recursive: true, force: true });
  const story = job.story === undefined ? undefined : (await loadSpec(job.root, job.story.spec, { config: job.story.config })).model;
  for (const name of job.models) {
    const bound = catalogue.models.find((m) => m.name === name);
    if (bound === undefined) throw new Error(`${job.protocol} has no model ${name}`);
    const { model } = await loadSpec(job.root, catalogue.spec, { config: join(dirname(catalogue.spec), bound.config) });
    let spoken = 0;
    const finding = judge(model, subject, {
      breaks: job.breaks,
      ...(story === undefined ? {} : { story }),
      onProgress({ states, depth }) {
        // Nobody is left to report to: the process that started this one was killed.
        if (process.ppid !== parent) process.exit(1);
        if (performance.now() - spoken < EVERY) return;
        spoken = performance.now();
        say({ k: 'progress', progress: { model: name, states, depth } });
      },
    });
    say({ k: 'finding', finding: { ...finding, model: name } });
    if (finding.verdict !== 'identical') return;
  }
}

try {
  await work(JSON.parse(process.argv[2] ?? ''));
} catch (error) {
  say({ k: 'failed', message: error instanceof Error ? error.message : String(error) });
}
process.disconnect?.();
