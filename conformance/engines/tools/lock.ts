/** The pinned tools: what `lockstep engines install` fetches, and by what it is recognised. */
import { join } from 'node:path';
// Imported, not read: so whatever compiles or bundles this module takes the file along.
import lock from './tools.lock.json' with { type: 'json' };

export const TOOL_NAMES = ['tlc', 'apalache'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

export interface PinnedTool {
  readonly title: string;
  readonly version: string;
  readonly url: string;
  /** Of what is downloaded, in lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Of what is downloaded, in bytes, where it is known. */
  readonly size?: number;
  /** The oldest major version of Java that runs it. */
  readonly java: number;
  /** A file that is kept as it is, or a gzipped tar archive with one folder at the top, whose contents are kept. */
  readonly unpack: 'file' | 'tgz';
  /** What must be there once it is installed: path -> SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** Where the digests come from. */
  readonly note: string;
}

export type ToolsLock = Readonly<Record<ToolName, PinnedTool>>;

/** What tools.lock.json beside this module says. */
export function pinnedTools(): ToolsLock {
  return {
    tlc: { ...lock.tlc, unpack: unpackOf(lock.tlc) },
    apalache: { ...lock.apalache, unpack: unpackOf(lock.apalache) },
  };
}

/** The compiler reads of a text in JSON only that it is one. */
function unpackOf({ unpack }: { readonly unpack: string }): PinnedTool['unpack'] {
  if (unpack !== 'file' && unpack !== 'tgz') throw new Error(`internal: tools.lock.json has ${JSON.stringify(unpack)} for unpack`);
  return unpack;
}

/** The folder of one installed tool. */
export function toolFolder(folder: string, name: ToolName, tool: PinnedTool): string {
  return join(folder, `${name}-${tool.version}`);
}
