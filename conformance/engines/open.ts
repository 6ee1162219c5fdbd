/** The engines that are on this machine. */
import { apalacheEngine } from './apalache/engine.ts';
import { type Apalache, apalache } from './apalache/index.ts';
import { embeddedEngine } from './embedded/engine.ts';
import { type ByName, type Engine, EngineFailure, type EngineName } from './engine.ts';
import { tlcEngine } from './tlc/index.ts';
import { type Environment, type Found, javaProgram, locateApalache, locateJava, locateTlc } from './tools/locate.ts';

/** An engine, or why there is none. */
export type Opened = { readonly engine: Engine } | NotThere;

export interface NotThere {
  readonly why: string;
}

const TLC_MISSING = 'lockstep engines install tlc brings it, or set TLA2TOOLS_JAR to a tla2tools.jar that you have';
const APALACHE_MISSING = 'lockstep engines install apalache brings it, or set APALACHE_HOME to its folder';
const JAVA_MISSING = 'it needs Java: install a Java runtime, or set JAVA_HOME to the folder of one';

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
      return withJava(env, locateTlc(env), TLC_MISSING, (classPath, java) => tlcEngine({ java, classPath }));
    case 'apalache':
      return withJava(env, locateApalache(env), APALACHE_MISSING, (path, java) => apalacheEngine(path, { ...asked, java }));
  }
}

/** Apalache as a library, for what is no check. @throws TlaError `usage` if the user named a place where it is not */
export async function openApalache(env: Environment): Promise<{ readonly program: Apalache } | NotThere> {
  const found = locateApalache(env);
  if (found === undefined) return { why: APALACHE_MISSING };
  const java = await locateJava(env);
  return java === undefined ? { why: JAVA_MISSING } : { program: apalache(found.path, { java: java.program }) };
}

/**
 * Opens an engine that a Java runs. Whether that Java works is asked for only if the engine does not answer: each question starts a virtual machine.
 * @param missing what to do where the tool is not there
 */
async function withJava(
  env: Environment,
  found: Found | undefined,
  missing: string,
  open: (path: string, java: string) => Promise<Engine>,
): Promise<Opened> {
  if (found === undefined) return { why: missing };
  const java = javaProgram(env);
  if (java === undefined) return { why: JAVA_MISSING };
  try {
    return { engine: await open(found.path, java) };
  } catch (error) {
    if (!(error instanceof EngineFailure) || (await locateJava(env)) !== undefined) throw error;
    return { why: JAVA_MISSING };
  }
}
