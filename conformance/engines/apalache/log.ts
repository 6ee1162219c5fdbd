/** What Apalache writes to stdout, read line by line. */

/** A message of its log. */
export interface Message {
  /** `E` error, `W` warning, `I` information, `D` debugging. */
  readonly level: string;
  /** Its last line; longer messages have the time and the level there. */
  readonly line: string;
  /** With the lines before it that have no time: of longer messages all lines, after a message of the system more than that. */
  readonly text: string;
}

/** The output as a whole. */
export interface Log {
  readonly messages: readonly Message[];
  /** The lines without time and level. */
  readonly bare: readonly string[];
  /** What the last line says: 0 for OK. Undefined if there is no such line, if it is not the last one, or if there are two. */
  readonly exitCode: number | undefined;
  /** As Apalache says it, with the commit that it was built from. */
  readonly version: string | undefined;
}

const STAMPED = /^(.*?)\s*([EWID])@\d\d:\d\d:\d\d\.\d{3}$/;
const EXIT = /^EXITCODE: (?:OK|ERROR \((\d+)\))$/;
/** The last line of what it writes before its log. */
const HEADER = /^Output directory: /;

/** Reads the lines of stdout. */
export function readLog(lines: readonly string[]): Log {
  const messages: Message[] = [];
  const bare: string[] = [];
  let before: string[] = [];
  for (const line of lines) {
    const [, text, level] = STAMPED.exec(line) ?? [];
    if (text === undefined || level === undefined) {
      bare.push(line);
      before = HEADER.test(line) ? [] : [...before, line];
      continue;
    }
    messages.push({ level, line: text, text: [...before, text].join('\n').trim() });
    before = [];
  }
  const exits = bare.flatMap((line) => {
    const match = EXIT.exec(line);
    return match === null ? [] : [Number(match[1] ?? 0)];
  });
  const last = lines.findLast((line) => line.trim() !== '');
  const [version] = matches(messages, /^# APALACHE version: (.+)$/).map((match) => match[1]);
  return { messages, bare, exitCode: exits.length === 1 && last !== undefined && EXIT.test(last) ? exits[0] : undefined, version };
}

/** The messages whose last line is of a form. */
export function matches(messages: readonly Message[], form: RegExp): readonly RegExpExecArray[] {
  return messages.flatMap(({ line }) => {
    const match = form.exec(line);
    return match === null ? [] : [match];
  });
}
