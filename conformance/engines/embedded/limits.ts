/** Ends of a search that are neither a verdict nor a defect. */
import type { CheckResult, Model, SimulateResult } from '../../tla-to-ts/index.ts';

/** Something that ended for want of memory; a limit like any other, not a defect. */
export function outOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /array length|allocation|maximum size exceeded|invalid string length/i.test(error.message);
}

/** The evaluation recursed deeper than the stack is. */
export function stackOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

/** A run that checked nothing must not read as a pass. */
export function nothingChecked(model: Model, result: CheckResult | SimulateResult): CheckResult | SimulateResult {
  if (result.verdict !== 'ok') return result;
  if (model.init === undefined) {
    if (model.assumes.length > 0) return result;
    return { ...result, verdict: 'incomplete', message: 'nothing was checked: there is no specification, no INIT and no assumption' };
  }
  if (result.initial > 0) return result;
  return { ...result, verdict: 'incomplete', message: 'nothing was checked: the initial predicate has no solution' };
}
