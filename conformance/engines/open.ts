/** The engines that are on this machine. */
import { embeddedEngine } from './embedded/engine.ts';
import type { Engine, EngineName } from './engine.ts';
import { tlcEngine } from './tlc/index.ts';
import { type Environment, locateJava, locateTlc } from './tools/locate.ts';

/** An engine, or why there is none. */
export type Opened = { readonly engine: Engine } | { readonly why: string };

/**
 * Opens an engine.
 * @throws TlaError `usage` if the user named a place where it is not; EngineFailure if it is there and does not answer
 */
export async function openEngine(name: EngineName, env: Environment): Promise<Opened> {
  switch (name) {
    case 'embedded':
      return { engine: embeddedEngine() };
    case 'tlc': {
      const found = locateTlc(env);
      if (found === undefined)
        return { why: 'lockstep engines install tlc brings it, or set TLA2TOOLS_JAR to a tla2tools.jar that you have' };
      const java = await locateJava(env);
      if (java === undefined) return { why: 'it needs Java: install a Java runtime, or set JAVA_HOME to the folder of one' };
      return { engine: await tlcEngine({ java: java.program, classPath: found.path }) };
    }
    case 'apalache':
      return { why: 'this version cannot ask it yet' };
  }
}
