/**
 * The real programs, for the tests that run them. A test without its program is skipped and says why: vitest shows it, and the summary of
 * continuous integration counts it apart, never as passed. This is the one place where a test may be skipped.
 */
import type { TestContext } from 'vitest';
import type { Engine } from '../../../conformance/engines/engine.ts';
import { openEngine } from '../../../conformance/engines/open.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Why the test was skipped; scripts/ci-summary.mjs reads it. */
    skipped?: string;
  }
}

/** The TLC of TLA2TOOLS_JAR. */
export async function realTlc(ctx: TestContext): Promise<Engine> {
  if ((process.env.TLA2TOOLS_JAR ?? '') === '') lacks(ctx, 'no TLC');
  const opened = await openEngine('tlc', process.env);
  if ('why' in opened) throw new Error(opened.why);
  return opened.engine;
}

/** The path of the Apalache of APALACHE_HOME. */
export function realApalache(ctx: TestContext): string {
  const home = process.env.APALACHE_HOME ?? '';
  return home === '' ? lacks(ctx, 'no Apalache') : home;
}

function lacks(ctx: TestContext, why: string): never {
  ctx.task.meta.skipped = why;
  return ctx.skip(`skipped: ${why}`);
}
