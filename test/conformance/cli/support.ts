/** Runs the command in this process, on files that the test writes. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LastWords } from '../../../conformance/cli/io.ts';
import { run } from '../../../conformance/cli/run.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What would have been said if the command had been stopped by force at the end. */
  readonly lastWords: LastWords | undefined;
}

export interface Surroundings {
  readonly colors?: boolean;
  readonly live?: boolean;
  readonly columns?: number;
  readonly interrupted?: () => boolean;
}

/** A folder that is gone when the test is. */
export class Folder {
  readonly path: string;

  constructor(path: string = mkdtempSync(join(tmpdir(), 'lockstep-cli-'))) {
    this.path = path;
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  read(name: string): string {
    return readFileSync(join(this.path, name), 'utf8');
  }

  /** Every file, hidden ones too. */
  list(): readonly string[] {
    return readdirSync(this.path, { recursive: true, encoding: 'utf8' }).sort();
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  async run(argv: readonly string[], around: Surroundings = {}): Promise<Ran> {
    let out = '';
    let err = '';
    let lastWords: LastWords | undefined;
    const code = await run(argv, {
      cwd: this.path,
      columns: around.columns ?? 100,
      colors: around.colors ?? false,
      live: around.live ?? false,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      interrupted: around.interrupted ?? (() => false),
      lastWords: (words) => {
        lastWords = words;
      },
    });
    return { code, out, err, lastWords };
  }
}

/** A module with one variable `x` and its configuration. */
export function spec(name: string, body: string, config: string = 'INIT Init\nNEXT Next\n'): Readonly<Record<string, string>> {
  return {
    [`${name}.tla`]: `---- MODULE ${name} ----\nEXTENDS Integers, Sequences, FiniteSets, TLC\nVARIABLE x\n${body}\n====\n`,
    [`${name}.cfg`]: config,
  };
}
