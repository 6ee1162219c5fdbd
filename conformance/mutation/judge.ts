/** Whether the lockstep check catches a mutant in one model, and what the bug leads to. */
import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import type { Binding } from '../lockstep/binding.ts';
import { Encoder } from '../lockstep/encode.ts';
import { type LockstepOptions, lockstep } from '../lockstep/exhaustive.ts';
import type { Divergence, LockstepResult } from '../lockstep/result.ts';
import { toPlain } from '../lockstep/tla.ts';
import { constantValue, withProgram } from '../tla-to-ts/explore/stepper.ts';
import { type Model, withoutProperties } from '../tla-to-ts/semantics/model.ts';
import { Heap } from '../tla-to-ts/values/heap.ts';
import type { AnySubject, Subject } from './catalogue.ts';
import { consequence, type Start, type Violation } from './consequence.ts';

/** What one model says of a mutant. */
export interface Finding {
  /** `blind`: the check reports a difference, but the mutation is not its cause: the original has it too. */
  readonly verdict: 'killed' | 'identical' | 'incomplete' | 'blind';
  /** What told the mutant from the original. */
  readonly by: string | undefined;
  /** Steps from an initial state to the difference, the step that differs included; without a difference, the levels explored. */
  readonly depth: number;
  readonly states: number;
  readonly violation: Violation | undefined;
  readonly message: string | undefined;
}

export interface JudgeOptions extends LockstepOptions {
  /** The property that the bug is known to break. */
  readonly breaks: string;
  /** Within whose bounds it does, if not within those of the model that is checked. */
  readonly story?: Model;
}

/** Checks a mutant on a model. @throws TlaError */
export function judge(model: Model, subject: AnySubject, options: JudgeOptions): Finding {
  return subject.open((typed) => judgeTyped(model, typed, options));
}

function judgeTyped<S, A extends Tagged>(model: Model, subject: Subject<S, A>, options: JudgeOptions): Finding {
  const { binding, isState } = remembering(subject.mutant);
  const result = withProgram(withoutProperties(model), (program) => lockstep(program, binding, options));
  const { states, depth, message, divergence } = result;
  if (divergence === undefined) {
    // Without a difference only the whole state space says anything.
    const verdict = isProof(result) ? 'identical' : 'incomplete';
    return { verdict, by: undefined, depth, states, violation: undefined, message };
  }
  const constant = (name: string) => toPlain(model.heap, constantValue(model, name));
  const [mutant, original] = [subject.mutant.code(constant), subject.original.code(constant)];
  const found = { by: `lockstep: ${differenceText(divergence)}`, depth: divergence.path.length, states };
  const at = divergence.codeState;
  // The code has no state at a difference between initial states.
  const start = divergence.kind !== 'initial' && isState(at) ? { state: at, depth: divergence.path.length - 1 } : undefined;
  if (behavesAlike(mutant, original, start?.state)) {
    return { ...found, verdict: 'blind', violation: undefined, message: 'the original code differs from the specification here, too' };
  }
  const { breaks, story } = options;
  const violation = story === undefined ? follow(model, subject, breaks, { start }) : follow(story, subject, breaks, { alone: true });
  return { ...found, verdict: 'killed', violation, message: divergence.message };
}

function isProof(result: LockstepResult): boolean {
  return result.verdict === 'identical' && result.complete && result.states > 0 && result.transitions > 0;
}

/** The binding, with a memory of the states that the check expanded: a report has its state without its type. */
function remembering<S, A extends Tagged>(
  binding: Binding<S, A>,
): { readonly binding: Binding<S, A>; readonly isState: (x: unknown) => x is S } {
  // The objects of millions of states are not kept in memory for this.
  const objects = new WeakSet<object>();
  const others = new Set<unknown>();
  const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null;
  const remember = (s: S): void => void (isObject(s) ? objects.add(s) : others.add(s));
  return {
    binding: {
      ...binding,
      code: (constant): CodeModel<S, A> => {
        const code = binding.code(constant);
        return {
          init: () => code.init(),
          actions: (s) => {
            remember(s);
            return code.actions(s);
          },
          next: (s, action) => code.next(s, action),
        };
      },
    },
    isState: (x): x is S => (isObject(x) ? objects.has(x) : others.has(x)),
  };
}

/** Whether the two take the same steps from a state, or start alike where there is none. Then the mutation is not what was found. */
function behavesAlike<S, A extends Tagged>(mutant: CodeModel<S, A>, original: CodeModel<S, A>, at: S | undefined): boolean {
  const encoder = new Encoder(new Heap());
  const behaviour = (code: CodeModel<S, A>): number =>
    at === undefined
      ? encoder.encode(attempt(() => code.init()))
      : encoder.encode([...code.actions(at)].map((action) => [action, attempt(() => code.next(at, action))]));
  return behaviour(mutant) === behaviour(original);
}

/** An error of the code is a behaviour like any other. */
function attempt<T>(f: () => T): T | string {
  try {
    return f();
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Where to look for what the bug leads to: the state where the sides part, if there is one, and the beginning. */
function startsOf<S, A extends Tagged>(code: CodeModel<S, A>, start: Start<S> | undefined): readonly Start<S>[] {
  const initial = attempt(() => code.init());
  const beginning = typeof initial === 'string' ? [] : initial.map((state) => ({ state, depth: 0 }));
  return start === undefined ? beginning : [start, ...beginning];
}

interface Following<S> {
  /** The state where the sides part, if the bounds are those of the model where they do. */
  readonly start?: Start<S> | undefined;
  /** Look for nothing else than what the bug is known to break. */
  readonly alone?: boolean;
}

/** What the bug leads to within the bounds of a model. */
function follow<S, A extends Tagged>(
  model: Model,
  subject: Subject<S, A>,
  breaks: string,
  { start, alone }: Following<S>,
): Violation | undefined {
  const constant = (name: string) => toPlain(model.heap, constantValue(model, name));
  const mutant = subject.mutant.code(constant);
  const constraints = model.constraints.map((c) => c.name);
  const within = subject.within?.(constant, constraints);
  return consequence(mutant, startsOf(mutant, start), subject.properties(constant), breaks, { limits: subject.limits, within, alone });
}

/** One phrase: which step, and whose. */
export function differenceText(divergence: Divergence): string {
  const { kind, spec, code, message } = divergence;
  const step = divergence.step?.label ?? '';
  switch (kind) {
    case 'initial':
    case 'code-failed':
    case 'no-such-step':
    case 'not-a-stutter':
    case 'no-sequence':
      return message;
    case 'spec-only':
    case 'code-only':
      if (code.length === 0) return `spec-only ${step}`;
      return spec.length === 0 ? `code-only ${step}` : `${step} leads elsewhere`;
  }
}
