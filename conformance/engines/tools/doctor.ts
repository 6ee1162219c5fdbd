/** What of the engines is there, whether it works, and what is missing. Nothing is taken for working that has not answered. */
import { statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { checkModel, loadModel, TlaError } from '../../tla-to-ts/index.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import type { EngineName } from '../engine.ts';
import { packageOf } from '../package.ts';
import { CannotStart, type Command, runProgram } from '../process/guarded.ts';
import { sha256 } from './download.ts';
import { damageOf } from './install.ts';
import { type Environment, enginesFolder, type Found, type Java, locateApalache, locateJava, locateTlc } from './locate.ts';
import { type PinnedTool, pinnedTools, type ToolName, type ToolsLock, toolFolder } from './lock.ts';

/** One part: an engine, or the Java that two of them need. */
export interface Finding {
  readonly name: EngineName | 'java';
  /** Broken: it is there, or should be, and cannot be used. */
  readonly state: 'works' | 'missing' | 'broken';
  readonly path?: string;
  readonly origin?: Found['origin'];
  /** As the program itself says it. */
  readonly version?: string;
  /** Whether its files are those of the lock file; another version of the user's is as good. */
  readonly checksum?: 'as pinned' | 'not the pinned one';
  /** What is wrong. */
  readonly problem?: string;
  /** What is not possible without it. */
  readonly cost?: string;
  /** How to get it. */
  readonly remedy?: string;
}

const SECONDS = 60;

/** Looks at the embedded engine, Java, TLC and Apalache. */
export async function examine(env: Environment, lock: ToolsLock = pinnedTools()): Promise<readonly Finding[]> {
  const java = await locateJava(env);
  return [await embedded(), javaFinding(java, lock), await tool('tlc', env, lock, java), await tool('apalache', env, lock, java)];
}

/** A model with two states. */
const TINY = "---- MODULE Tiny ----\nVARIABLE x\nInit == x = FALSE\nNext == x' = ~x\n====\n";

async function embedded(): Promise<Finding> {
  try {
    await loadGrammar();
    const [spec, config] = [
      { path: 'Tiny.tla', text: TINY },
      { path: 'Tiny.cfg', text: 'INIT Init\nNEXT Next\n' },
    ];
    const { verdict, distinct } = checkModel(loadModel(spec, config, () => undefined));
    if (verdict === 'ok' && distinct === 2) return { name: 'embedded', state: 'works', version: packageOf().version };
    return { name: 'embedded', state: 'broken', problem: `it finds ${distinct} states where there are 2 (${verdict})` };
  } catch (error) {
    return {
      name: 'embedded',
      state: 'broken',
      problem: error instanceof Error ? error.message : String(error),
      remedy: 'install this package anew',
    };
  }
}

function javaFinding(java: Java | undefined, lock: ToolsLock): Finding {
  const oldest = Math.max(lock.tlc.java, lock.apalache.java);
  const remedy = `install Java ${oldest} or later, and have it in PATH or name its folder in JAVA_HOME`;
  if (java === undefined) return { name: 'java', state: 'missing', cost: 'neither TLC nor Apalache runs', remedy };
  return { name: 'java', state: 'works', path: java.program, version: java.version };
}

const LOCATE = { tlc: locateTlc, apalache: locateApalache } as const;
const COST = {
  tlc: 'verdicts and counts are not compared with those of TLC, and crosscheck has nothing to compare unless Apalache is there',
  apalache: 'nothing is checked symbolically, inductive invariants are not, and crosscheck does not compare with it',
} as const;

async function tool(name: ToolName, env: Environment, lock: ToolsLock, java: Java | undefined): Promise<Finding> {
  const pinned = lock[name];
  const remedy = `lockstep engines install ${name}, or ${name === 'tlc' ? 'name a tla2tools.jar in TLA2TOOLS_JAR' : 'name its folder in APALACHE_HOME'}`;
  const cost = COST[name];
  let found: Found | undefined;
  try {
    found = LOCATE[name](env, lock);
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
    return { name, state: 'broken', problem: error.message, cost, remedy };
  }
  if (found === undefined) {
    const folder = toolFolder(enginesFolder(env), name, pinned);
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return { name, state: 'missing', cost, remedy };
    const problem = `it is damaged: ${await damageOf(folder, pinned)}`;
    return { name, state: 'broken', path: folder, origin: 'installed', problem, cost, remedy: `lockstep engines install ${name}` };
  }
  const difference = await differenceOf(name, found, pinned);
  const checksum = difference === undefined ? 'as pinned' : 'not the pinned one';
  const place = { name, ...found, checksum } as const;
  if (found.origin === 'installed' && difference !== undefined)
    return { ...place, state: 'broken', problem: `it is damaged: ${difference}`, cost, remedy: `lockstep engines install ${name}` };
  const answer = await asked(name, found, pinned, checksum === 'as pinned', java);
  return 'version' in answer
    ? { ...place, state: 'works', version: answer.version }
    : { ...place, state: 'broken', problem: answer.problem, cost, remedy: answer.remedy ?? remedy };
}

/** How what was found differs from what is pinned; undefined if it is that. */
async function differenceOf(name: ToolName, found: Found, pinned: PinnedTool): Promise<string | undefined> {
  if (name === 'apalache') return found.origin === 'PATH' ? 'it was found in PATH' : damageOf(found.path, pinned);
  if (found.path.includes(delimiter) || statSync(found.path, { throwIfNoEntry: false })?.isFile() !== true) return 'it is no single jar';
  const digest = await sha256(found.path);
  return digest === pinned.sha256 ? undefined : `its SHA-256 is ${digest} and must be ${pinned.sha256}`;
}

type Answer = { readonly version: string } | { readonly problem: string; readonly remedy?: string };

/** Has the program say its version. */
async function asked(name: ToolName, found: Found, pinned: PinnedTool, isPinned: boolean, java: Java | undefined): Promise<Answer> {
  if (java === undefined) return { problem: 'there is no Java to run it with', remedy: `install Java ${pinned.java} or later` };
  if (isPinned && java.major < pinned.java)
    return {
      problem: `it needs Java ${pinned.java}, and ${java.program} is ${java.version}`,
      remedy: `install Java ${pinned.java} or later`,
    };
  try {
    const { exit, cut, stdout, stderr } = await runProgram(versionCommand(name, found, java), {
      limits: { seconds: SECONDS, outputBytes: 1e6 },
    });
    if (cut !== undefined) return { problem: `it did not say its version: ${cut}` };
    // TLC says its version and then misses a specification.
    const [, version] = (name === 'tlc' ? /^TLC2 Version (.+)$/m : /^(\d+\.\d+\.\d+\S*)/m).exec(stdout) ?? [];
    if (version !== undefined && (name === 'tlc' || exit === 0)) return { version: version.trim() };
    const said = (stderr.trim() || stdout.trim()).split('\n')[0] ?? '';
    return { problem: `it does not say its version${said === '' ? '' : `, but: ${said}`} (Java ${java.version})` };
  } catch (error) {
    if (error instanceof CannotStart) return { problem: error.message };
    throw error;
  }
}

function versionCommand(name: ToolName, found: Found, java: Java): Command {
  // Without the option Java leaves a file of its own in the system's folder when it is killed.
  const quiet = '-XX:-UsePerfData';
  if (name === 'tlc') return { program: java.program, args: [quiet, '-cp', found.path, 'tlc2.TLC'] };
  const { PATH = '' } = process.env;
  const launcher = found.origin === 'PATH' ? found.path : join(found.path, 'bin', 'apalache-mc');
  return { program: launcher, args: ['version'], env: { JVM_ARGS: quiet, PATH: `${dirname(java.program)}${delimiter}${PATH}` } };
}
