/**
 * What the model checkers have in common: the embedded one, TLC, and Apalache. Each is asked in the same words and answers in the same words,
 * so that their answers can be compared; what one of them cannot do its capabilities say beforehand.
 */
import type { ItfAction, ItfTrace } from '../itf/index.ts';
import type { CheckResult, Heap, Progress, TlaError } from '../tla-to-ts/index.ts';
import type { StateGraph } from './tlc/dot.ts';

/** In the order in which tables name them. */
export const ENGINE_NAMES = ['embedded', 'tlc', 'apalache'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export interface Capabilities {
  /** Every reachable state, or every behaviour up to a length. */
  readonly check: 'exhaustive' | 'bounded';
  readonly simulate: boolean;
  /** Temporal properties with fairness. */
  readonly liveness: boolean;
  /** Its answer tells generated and distinct states and the depth. */
  readonly counts: boolean;
  /** Its traces name the action of each step. */
  readonly actionNames: boolean;
  /** How often each action was taken. */
  readonly coverage: boolean;
}

/** What Apalache can be asked for by name. With any of it a specification needs no configuration. */
export interface ByName {
  /** The operator that gives the constants their values, for specifications whose configuration does not. */
  readonly cinit?: string;
  /** Instead of the configuration's initial predicate; without a configuration: Init. */
  readonly init?: string;
  /** Instead of the configuration's next-state relation; without a configuration: Next. */
  readonly next?: string;
  /** Instead of the configuration's invariants; also invariants of steps. */
  readonly inv?: readonly string[];
  /** Experimental features, such as `no-rows`. */
  readonly features?: readonly string[];
}

/** A specification, its configuration, and where its modules are. */
export interface Question {
  /** Absolute paths. */
  readonly spec: string;
  readonly config: string;
  /** Folders in which modules are looked up, after the folder of the specification. */
  readonly libraries: readonly string[];
  /** False: a state without successor is no error. Undefined: the configuration decides. */
  readonly checkDeadlock?: boolean;
  /** For Apalache alone. */
  readonly byName?: ByName;
  /** Threads; default: 1. */
  readonly workers?: number;
  /** For an exhaustive search: stop, incomplete, beyond so many levels. For a bounded one: the length of the behaviours, in steps. */
  readonly maxDepth?: number;
  /** So many random behaviours of so many steps, instead of all. */
  readonly simulate?: {
    readonly runs: number;
    readonly depth: number;
    readonly seed: number;
    /** A folder, as an absolute path, for all behaviours, each in a file in the engine's own form; default: none is kept. */
    readonly folder?: string;
  };
  /** What the specification draws by chance in a search comes from this seed; default: 0. */
  readonly seed?: number;
  /** Count how often each action is taken. */
  readonly coverage?: boolean;
  /** For TLC alone: tell all states and steps, too. They are kept in memory. */
  readonly graph?: boolean;
  /** Seconds; beyond them the answer is incomplete. */
  readonly timeLimit?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Told of what the specification prints. */
  readonly onPrint?: (text: string) => void;
  /** Asked now and then whether the user wants to stop. */
  readonly interrupted?: () => boolean;
}

/** An engine's answer; what it does not tell is undefined, never a guess. */
export interface Answer {
  readonly engine: EngineName;
  /** As the program itself says it. */
  readonly version: string;
  readonly verdict: CheckResult['verdict'];
  /** The property that is violated. */
  readonly property: string | undefined;
  /** One sentence on the outcome, for errors and limits. */
  readonly message: string | undefined;
  readonly error: TlaError | undefined;
  readonly generated: number | undefined;
  readonly distinct: number | undefined;
  /** Length of the longest shortest path, counted in states; for a bounded search the length that was reached, in steps. */
  readonly depth: number | undefined;
  /** Everything that was asked for was looked at. A bounded search that came to its bound is complete up to it, and says so in `bound`. */
  readonly complete: boolean;
  /** For a bounded search: the number of steps within which the verdict holds. */
  readonly bound?: number;
  readonly seconds: number;
  /** The counterexample; its values are in the heap. `back`: the action that leads back where it has a loop; none where it stutters. */
  readonly trace: { readonly itf: ItfTrace; readonly heap: Heap; readonly back?: ItfAction } | undefined;
  /** How often each action was taken, and how many new states it found, where that is known. */
  readonly actions?: readonly { readonly name: string; readonly generated: number; readonly distinct: number }[];
  /** All states and steps, where they were asked for and the search was complete. */
  readonly graph?: StateGraph;
  /** The seed, where chance was used. */
  readonly seed?: number;
  /** How many random behaviours there were. */
  readonly runs?: number;
  /** What the engine warns of. */
  readonly warnings?: readonly string[];
  /** The exit code of the engine itself, which may differ from ours for the same verdict (docs/adr/0005). */
  readonly exit?: number;
}

/** A model checker that is there and can be asked. */
export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  readonly capabilities: Capabilities;
  /** Checks a model. What is wrong with the model is in the answer. @throws EngineFailure if the program itself does not do its work */
  check(question: Question): Promise<Answer>;
}

/**
 * The program did not do its work: it could not be started, ended in the middle, or wrote what cannot be understood. Never a verdict: who
 * catches it knows nothing of the model.
 */
export class EngineFailure extends Error {
  readonly engine: EngineName;
  /** The last lines that it wrote, for a report. */
  readonly output: string;

  constructor(engine: EngineName, message: string, output = '') {
    super(message);
    this.name = 'EngineFailure';
    this.engine = engine;
    this.output = output;
  }
}
