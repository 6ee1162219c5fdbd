/** The build: `tsc -b` writes all of ours that the program needs; scripts/assemble.ts adds what comes from packages, and removes what is old. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it.each(['src', 'conformance'])('the compiler alone writes every file of %s', (part) => {
  const folder = join(root, part);
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const read = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), {}, host)?.fileNames ?? [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'tsconfig.json')
    .map((entry) => join(entry.parentPath, entry.name));
  expect(read.length).toBeGreaterThan(10);
  expect(files.filter((file) => !read.includes(file))).toEqual([]);
});
