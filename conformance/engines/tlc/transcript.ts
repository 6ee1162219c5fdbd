/** What TLC said in a run, gathered from its messages as they come. Nothing is concluded here; see verdict.ts. */
import type { Progress } from '../../tla-to-ts/index.ts';
import { CLASS, CODE, type Listener, type Message } from './messages.ts';

/** A state of a counterexample: `<Step(p1,2) line 11, col 3 to ...>` and TLA+ text. */
export interface PrintedState {
  readonly heading: string;
  readonly text: string;
}

export type Ending = { readonly k: 'stuttering' } | { readonly k: 'back'; readonly to: number; readonly heading: string };

export interface TakenAction {
  readonly name: string;
  readonly generated: number;
  readonly distinct: number;
}

export interface TranscriptOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told of lines that belong to no message and not to the parser: what the specification prints. */
  readonly onPrint?: ((text: string) => void) | undefined;
}

const NUMBER = String.raw`(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})`;
/** Rates stand in parentheses. */
const RATE = String.raw`(?: \([^()\n]*\))?`;
const COUNTS = `${NUMBER} states generated${RATE}, ${NUMBER} distinct states found${RATE}, ${NUMBER} states left on queue\\.`;
const PROGRESS = new RegExp(`^Progress\\((\\d+)\\) at .{1,40}: ${COUNTS}$`);
const STATS = new RegExp(`^${COUNTS}$`);
const SIMULATION_PROGRESS = new RegExp(`^Progress\\((-?\\d+)\\) at .{1,40}: ${NUMBER} states generated, `);
const SIMULATION = new RegExp(`^The number of states generated: ${NUMBER}\nSimulation using seed (-?\\d+) and aril -?\\d+$`);
const DEPTH = new RegExp(`^The depth of the complete state graph search is ${NUMBER}\\.$`);
const INITIAL = new RegExp(`^Finished computing initial states: ${NUMBER} distinct states? generated`);
const INITIAL_OF_MANY = new RegExp(`^Finished computing initial states: ${NUMBER} states? generated, with ${NUMBER} of them distinct`);
const ACTION = new RegExp(`^<([^\\s(]+)(?: .*)? line \\d+, col \\d+ .*of module [^>]+>: ${NUMBER}:${NUMBER}$`);
const PARSED_FILE = /^Parsing file (.*?)([^/\\]+)\.tla(?: \(jar:.*\))?$/;
/** What the parser says when all is well. */
const PARSER_ROUTINE = /^(Parsing file|Parsing module|Semantic processing of module|Linting of module) /;

export class Transcript implements Listener {
  version: string | undefined;
  started = false;
  finished = false;
  success = false;
  stats: { readonly generated: number; readonly distinct: number; readonly queue: number } | undefined;
  depth: number | undefined;
  initial: number | undefined;
  simulated: { readonly generated: number; readonly seed: number; readonly runs: number | undefined } | undefined;
  progress: Progress | undefined;
  ending: Ending | undefined;
  actions: TakenAction[] | undefined;
  /** A message that is not as TLC writes it. */
  wrong: string | undefined;
  /** Messages of the classes error and bug, in order. */
  readonly problems: Message[] = [];
  readonly warnings: string[] = [];
  readonly states: PrintedState[] = [];
  /** What the parser has to say. */
  readonly parser: string[] = [];
  /** The files of the modules. */
  readonly modules: Map<string, string> = new Map();

  private readonly options: TranscriptOptions;
  private readonly began: number = performance.now();
  private parsing = false;
  private runs: number | undefined;

  constructor(options: TranscriptOptions = {}) {
    this.options = options;
  }

  line(text: string): void {
    const file = PARSED_FILE.exec(text);
    if (file?.[2] !== undefined) this.modules.set(file[2], `${file[1] ?? ''}${file[2]}.tla`);
    // The parser speaks before the start is said, and the specification afterwards.
    if (this.parsing) {
      if (!PARSER_ROUTINE.test(text)) this.parser.push(text);
    } else if (this.started) this.options.onPrint?.(text);
  }

  message(message: Message): void {
    if (this.wrong !== undefined) return;
    // How far it is another thread of TLC tells, which may be late.
    if (this.finished && message.code !== CODE.progress && message.code !== CODE.progressSimulation) {
      this.wrong = `message ${message.code} comes after the end`;
      return;
    }
    this.take(message);
    if (message.kind === CLASS.warning) this.warnings.push(message.text.trim());
    if (message.kind !== CLASS.error && message.kind !== CLASS.bug) return;
    if (message.code !== CODE.behaviour && message.code !== CODE.counterexample) this.problems.push(message);
  }

  private take(message: Message): void {
    const { code, text } = message;
    switch (code) {
      case CODE.version:
        this.version = /^TLC2 Version (.+)$/m.exec(text)?.[1];
        return;
      case CODE.parsing:
        this.parsing = true;
        return;
      case CODE.parsed:
        this.parsing = false;
        return;
      case CODE.starting:
        this.started = true;
        return;
      case CODE.finished:
        this.finished = true;
        return;
      case CODE.success:
        this.success = true;
        return;
      case CODE.state:
        return this.state(message);
      case CODE.stuttering:
        if (text !== `${this.states.length + 1}: Stuttering`) return this.odd(message);
        this.ending = { k: 'stuttering' };
        return;
      case CODE.backToState:
        return this.back(message);
      case CODE.coverageStart:
        this.actions = [];
        return;
      case CODE.coverageAction:
        return this.action(message);
      default:
        return this.count(message);
    }
  }

  private state(message: Message): void {
    const [, number, heading, text] = /^(\d+): (<[^\n]*>)\n([\s\S]*)$/.exec(message.text) ?? [];
    if (heading === undefined || text === undefined || Number(number) !== this.states.length + 1 || this.ending !== undefined)
      return this.odd(message);
    this.states.push({ heading, text });
  }

  private back(message: Message): void {
    const [, number, heading] = /^(\d+): Back to state(?:: (<[^\n]*>))?\s*$/.exec(message.text) ?? [];
    const to = Number(number);
    if (number === undefined || to < 1 || to > this.states.length || this.ending !== undefined) return this.odd(message);
    this.ending = { k: 'back', to, heading: heading ?? '' };
  }

  private action(message: Message): void {
    const [, name, distinct, generated] = ACTION.exec(message.text.trim()) ?? [];
    if (name === undefined || distinct === undefined || generated === undefined || this.actions === undefined) return this.odd(message);
    const before = this.actions.find((a) => a.name === name);
    // One action may stand in the next-state relation more than once.
    const sum = { name, generated: integer(generated) + (before?.generated ?? 0), distinct: integer(distinct) + (before?.distinct ?? 0) };
    if (before === undefined) this.actions.push(sum);
    else this.actions[this.actions.indexOf(before)] = sum;
  }

  /** The messages that are numbers. */
  private count(message: Message): void {
    switch (message.code) {
      case CODE.initial:
        [this.initial] = this.numbers(message, INITIAL);
        return;
      case CODE.initialOfMany:
        [, this.initial] = this.numbers(message, INITIAL_OF_MANY);
        return;
      case CODE.depth:
        [this.depth] = this.numbers(message, DEPTH);
        return;
      case CODE.stats: {
        const [generated = 0, distinct = 0, queue = 0] = this.numbers(message, STATS);
        this.stats = { generated, distinct, queue };
        return;
      }
      case CODE.progress: {
        const [depth = 0, generated = 0, distinct = 0, queue = 0] = this.numbers(message, PROGRESS);
        this.tell({ generated, distinct, depth, queue });
        return;
      }
      case CODE.progressSimulation: {
        const [runs = -1, generated = 0] = this.numbers(message, SIMULATION_PROGRESS);
        this.runs = runs < 0 ? undefined : runs;
        // Nothing else of a search's progress is known here.
        this.progress = { generated, distinct: 0, depth: 0, queue: 0, seconds: this.seconds() };
        return;
      }
      case CODE.statsSimulation: {
        const [generated = 0, seed = 0] = this.numbers(message, SIMULATION);
        this.simulated = { generated, seed, runs: this.runs };
        return;
      }
    }
  }

  private tell(counts: Omit<Progress, 'seconds'>): void {
    if (this.wrong !== undefined) return;
    this.progress = { ...counts, seconds: this.seconds() };
    this.options.onProgress?.(this.progress);
  }

  private seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  private numbers(message: Message, pattern: RegExp): readonly number[] {
    const [, ...found] = pattern.exec(message.text.trim()) ?? [];
    if (found.length === 0) this.odd(message);
    return found.map(integer);
  }

  private odd(message: Message): void {
    this.wrong ??= `message ${message.code} is ${JSON.stringify(message.text.slice(0, 120))}`;
  }
}

function integer(text: string): number {
  return Number(text.replaceAll(',', ''));
}
