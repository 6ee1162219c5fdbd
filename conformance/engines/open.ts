/** The engines that are on this machine. */
import { apalacheEngine } from './apalache/engine.ts';
import { type Apalache, apalache } from './apalache/index.ts';
import { embeddedEngine } from './embedded/engine.ts';
import type { ByName, Engine, EngineName } from './engine.ts';
import { tlcEngine } from './tlc/index.ts';
import { type Environment, type Found, type Java, locateApalache, locateJava, locateTlc } from './tools/locate.ts';

/** An engine, or why there is none. */
export type Opened = { readonly engine: Engine } | NotThere;

export interface NotThere {
  readonly why: string;
}

/**
 * Opens an engine.
 * @param asked for Apalache alone
 * @throws TlaError `usage` if the user named a place where it is not; EngineFailure if it is there and does not answer
 */
export async function openEngine(name: EngineName, env: Environment, asked: ByName = {}): Promise<Opened> {
  switch (name) {
    case 'embedded':
      return { engine: embeddedEngine() };
    case 'tlc':
      return withJava(
        env,
        locateTlc(env),
        'lockstep engines install tlc brings it, or set TLA2TOOLS_JAR to a tla2tools.jar that you have',
        async (found, java) => ({ engine: await tlcEngine({ java: java.program, classPath: found.path }) }),
      );
    case 'apalache':
      return withApalache(env, async (path, java) => ({ engine: await apalacheEngine(path, { ...asked, java: java.program }) }));
  }
}

/** Apalache as a library, for what is no check. @throws TlaError `usage` if the user named a place where it is not */
export function openApalache(env: Environment): Promise<{ readonly program: Apalache } | NotThere> {
  return withApalache(env, async (path, java) => ({ program: apalache(path, { java: java.program }) }));
}

function withApalache<T>(env: Environment, open: (path: string, java: Java) => Promise<T>): Promise<T | NotThere> {
  const missing = 'lockstep engines install apalache brings it, or set APALACHE_HOME to its folder';
  return withJava(env, locateApalache(env), missing, (found, java) => open(found.path, java));
}

/** @param missing what to do where the tool is not there */
async function withJava<T>(
  env: Environment,
  found: Found | undefined,
  missing: string,
  open: (found: Found, java: Java) => Promise<T>,
): Promise<T | NotThere> {
  if (found === undefined) return { why: missing };
  const java = await locateJava(env);
  if (java === undefined) return { why: 'it needs Java: install a Java runtime, or set JAVA_HOME to the folder of one' };
  return open(found, java);
}
