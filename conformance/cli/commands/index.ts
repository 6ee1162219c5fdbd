/** The commands, one file each, in the order of the help. */
import type { Command } from 'commander';
import type { Host } from '../host.ts';
import { registerCheck } from './check.ts';
import { registerCodegen } from './codegen.ts';
import { registerConform } from './conform.ts';
import { registerCrosscheck } from './crosscheck.ts';
import { registerEngines } from './engines.ts';
import { registerMutate } from './mutate.ts';

/** Adds a command to the program. */
export type Register = (program: Command, host: Host) => void;

export const commands: readonly Register[] = [
  registerCheck,
  registerConform,
  registerCodegen,
  registerMutate,
  registerCrosscheck,
  registerEngines,
];
