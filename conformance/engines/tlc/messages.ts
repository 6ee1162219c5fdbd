/**
 * The output of TLC with `-tool`: messages between `@!@!@STARTMSG code:class @!@!@` and `@!@!@ENDMSG code @!@!@`, and lines that belong to
 * none (what the specification prints, and what the parser says).
 */

/** The numbers of the messages that are understood here (as of `tlc2.output.EC`); others are kept as text. */
export const CODE = {
  general: 1000,
  outOfMemory: 1001,
  outOfMemoryInitial: 1002,
  outOfMemoryLiveness: 1003,
  stackOverflow: 1005,
  nestedExpression: 2103,
  assumptionFalse: 2104,
  notSpecifiedInitially: 2106,
  invariantInitial: 2107,
  propertyInitial: 2108,
  notSpecifiedNext: 2109,
  invariant: 2110,
  actionProperty: 2112,
  deadlock: 2114,
  temporal: 2116,
  behaviour: 2121,
  backToState: 2122,
  starting: 2185,
  finished: 2186,
  initial: 2190,
  initialOfMany: 2191,
  success: 2193,
  depth: 2194,
  stats: 2199,
  progress: 2200,
  coverageStart: 2201,
  progressSimulation: 2209,
  statsSimulation: 2210,
  state: 2217,
  stuttering: 2218,
  parsed: 2219,
  parsing: 2220,
  version: 2262,
  counterexample: 2264,
  postconditionFalse: 2404,
  coverageAction: 2772,
  parsingFailed: 3002,
} as const;

/** The class of a message, as its envelope says it. */
export const CLASS = { none: 0, error: 1, bug: 2, warning: 3, state: 4 } as const;

export interface Message {
  readonly code: number;
  readonly kind: number;
  /** Without the last line feed. */
  readonly text: string;
  /** The code of a message inside: TLC wraps what it threw itself. */
  readonly inner: number | undefined;
}

export interface Listener {
  message(message: Message): void;
  /** A line outside of messages. */
  line(text: string): void;
}

/** More than this in one message is not collected: a state of a readable trace is smaller. */
const MAX_MESSAGE = 64 * 2 ** 20;
const START = /^@!@!@STARTMSG (\d{1,9}):(\d) @!@!@$/;
const INNER_START = /^(.*[^"])@!@!@STARTMSG (\d{1,9}):\d @!@!@$/;
const END = /^@!@!@ENDMSG (\d{1,9}) @!@!@$/;
const MARK = '@!@!@';

/** Takes the output apart, line by line. It never throws: what is wrong is told at the end. */
export class MessageReader {
  private readonly listener: Listener;
  private open:
    | { readonly code: number; readonly kind: number; readonly lines: string[]; inner: number | undefined; nested: boolean }
    | undefined;
  private size = 0;
  private wrong: string | undefined;

  constructor(listener: Listener) {
    this.listener = listener;
  }

  /** The first thing that is not as TLC writes it. */
  get failure(): string | undefined {
    return this.wrong;
  }

  read(line: string): void {
    if (this.wrong !== undefined) return;
    if (line.includes('\0')) return this.fail('it wrote a NUL character');
    const start = START.exec(line);
    const end = END.exec(line);
    if (start !== null) this.start(Number(start[1]), Number(start[2]));
    else if (end !== null) this.end(Number(end[1]));
    else if (line.startsWith(MARK)) this.fail(`it wrote ${JSON.stringify(line.slice(0, 80))}`);
    else if (this.open === undefined) this.listener.line(line);
    else this.collect(line);
  }

  /** To be called when there is no more. @returns the first thing that was wrong */
  close(): string | undefined {
    if (this.wrong === undefined && this.open !== undefined) this.fail(`its output ends inside message ${this.open.code}`);
    return this.wrong;
  }

  private fail(why: string): void {
    this.wrong = why;
  }

  private start(code: number, kind: number): void {
    if (this.open !== undefined) return this.fail(`message ${code} begins inside message ${this.open.code}`);
    this.open = { code, kind, lines: [], inner: undefined, nested: false };
    this.size = 0;
  }

  private collect(line: string): void {
    const { open } = this;
    if (open === undefined) return;
    this.size += line.length;
    if (this.size > MAX_MESSAGE) return this.fail(`message ${open.code} is longer than ${MAX_MESSAGE} characters`);
    const inner = INNER_START.exec(line);
    if (inner !== null && !open.nested) {
      open.inner = Number(inner[2]);
      open.nested = true;
      open.lines.push(inner[1] ?? '');
    } else open.lines.push(line);
  }

  private end(code: number): void {
    const { open } = this;
    if (open === undefined) return this.fail(`message ${code} ends, and it had not begun`);
    if (open.nested && open.inner === code) {
      open.nested = false;
      return;
    }
    if (open.nested || open.code !== code) return this.fail(`message ${code} ends inside message ${open.nested ? open.inner : open.code}`);
    this.open = undefined;
    const { kind, lines, inner } = open;
    this.listener.message({ code, kind, text: lines.join('\n'), inner });
  }
}
