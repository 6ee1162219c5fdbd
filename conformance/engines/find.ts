/** The engines that are programs of their own, found on this machine. */
import { delimiter, resolve } from 'node:path';
import { TlaError } from '../tla-to-ts/index.ts';
import type { Engine, EngineName } from './engine.ts';
import { tlcEngine } from './tlc/index.ts';
import { type Environment, type Java, locateJava } from './tools/locate.ts';

/** The engines that can be asked for besides the embedded one. */
export type OuterEngine = Extract<EngineName, 'tlc'>;
export const OUTER_ENGINES: readonly OuterEngine[] = ['tlc'];

/**
 * An engine, ready to be asked.
 * @throws TlaError `usage` that says what is missing and what to do
 * @throws EngineFailure if what is there does not answer
 */
export async function engineFor(name: OuterEngine, env: Environment): Promise<Engine> {
  switch (name) {
    case 'tlc': {
      const classPath = tlcClassPath(env);
      if (classPath === undefined)
        throw new TlaError(
          'usage',
          'TLC is not there: lockstep engines install tlc brings it, or set TLA2TOOLS_JAR to a tla2tools.jar that you have',
        );
      return tlcEngine({ java: (await javaFor('TLC', env)).program, classPath });
    }
  }
}

async function javaFor(title: string, env: Environment): Promise<Java> {
  const java = await locateJava(env);
  if (java === undefined)
    throw new TlaError('usage', `${title} needs Java, which is not there: install a Java runtime, or set JAVA_HOME to the folder of one`);
  return java;
}

/** The entries of TLA2TOOLS_JAR, as absolute paths. */
function tlcClassPath(env: Environment): string | undefined {
  const entries = (env.TLA2TOOLS_JAR ?? '').split(delimiter).filter((entry) => entry !== '');
  return entries.length === 0 ? undefined : entries.map((entry) => resolve(entry)).join(delimiter);
}
