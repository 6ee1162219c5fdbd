/** The pinned tools: what `lockstep engines install` fetches, and by what it is recognised. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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

let pinned: ToolsLock | undefined;

/** What tools.lock.json beside this module says. */
export function pinnedTools(): ToolsLock {
  pinned ??= parsed(readFileSync(new URL('./tools.lock.json', import.meta.url), 'utf8'));
  return pinned;
}

// The file is ours and checked in; a test reads every field of it.
function parsed(text: string): ToolsLock {
  return JSON.parse(text);
}

/** The folder of one installed tool. */
export function toolFolder(folder: string, name: ToolName, tool: PinnedTool): string {
  return join(folder, `${name}-${tool.version}`);
}
