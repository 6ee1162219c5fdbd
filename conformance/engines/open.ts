/** The engines that are on this machine. */
import { embeddedEngine } from './embedded/engine.ts';
import type { Engine, EngineName } from './engine.ts';
import type { Environment } from './tools/locate.ts';

/** An engine, or why there is none. */
export type Opened = { readonly engine: Engine } | { readonly why: string };

/**
 * Opens an engine.
 * @throws TlaError `usage` if the user named a place where it is not; EngineFailure if it is there and does not answer
 */
export async function openEngine(name: EngineName, _env: Environment): Promise<Opened> {
  switch (name) {
    case 'embedded':
      return { engine: embeddedEngine() };
    case 'tlc':
    case 'apalache':
      return { why: 'this version cannot ask it yet' };
  }
}
