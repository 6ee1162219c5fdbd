/** The engines that are on this machine. */
import { apalacheEngine } from './apalache/engine.ts';
import { embeddedEngine } from './embedded/engine.ts';
import type { Engine, EngineName } from './engine.ts';
import { tlcEngine } from './tlc/index.ts';
import { type Environment, type Found, type Java, locateApalache, locateJava, locateTlc } from './tools/locate.ts';

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
    case 'tlc':
      return withJava(
        env,
        locateTlc(env),
        'lockstep engines install tlc brings it, or set TLA2TOOLS_JAR to a tla2tools.jar that you have',
        (found, java) => tlcEngine({ java: java.program, classPath: found.path }),
      );
    case 'apalache':
      return withJava(
        env,
        locateApalache(env),
        'lockstep engines install apalache brings it, or set APALACHE_HOME to its folder',
        (found, java) => apalacheEngine(found.path, { java: java.program }),
      );
  }
}

/** @param missing what to do where the tool is not there */
async function withJava(
  env: Environment,
  found: Found | undefined,
  missing: string,
  open: (found: Found, java: Java) => Promise<Engine>,
): Promise<Opened> {
  if (found === undefined) return { why: missing };
  const java = await locateJava(env);
  if (java === undefined) return { why: 'it needs Java: install a Java runtime, or set JAVA_HOME to the folder of one' };
  return { engine: await open(found, java) };
}
