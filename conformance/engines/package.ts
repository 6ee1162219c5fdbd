/** What this package says of itself: `package.json` stands above this file, at one distance in the sources and another in the build. */
import { readFileSync } from 'node:fs';

export interface Package {
  readonly version: string;
  /** Where to report defects. */
  readonly bugs: string | undefined;
}

let known: Package | undefined;

export function packageOf(): Package {
  known ??= readPackage();
  return known;
}

function readPackage(): Package {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const found: { readonly name?: unknown; readonly version?: unknown; readonly bugs?: unknown } = JSON.parse(
        readFileSync(new URL(path, import.meta.url), 'utf8'),
      );
      if (found.name === 'lockstep-consensus') return { version: String(found.version), bugs: bugsUrl(found.bugs) };
    } catch {
      // The other place has it.
    }
  }
  return { version: 'unknown', bugs: undefined };
}

/** npm allows a text or an object with a url. */
function bugsUrl(bugs: unknown): string | undefined {
  if (typeof bugs === 'string') return bugs;
  return typeof bugs === 'object' && bugs !== null && 'url' in bugs ? String(bugs.url) : undefined;
}
