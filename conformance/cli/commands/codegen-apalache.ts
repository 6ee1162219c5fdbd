/** `lockstep codegen --engine apalache`: the types are those that Apalache's type checker finds. */
import { resolve } from 'node:path';
import { typesFromApalache } from '../../codegen/index.ts';
import { refusalError } from '../../engines/apalache/refusal.ts';
import { declaredTypes } from '../../engines/apalache/types.ts';
import { openApalache } from '../../engines/open.ts';
import { loadModule } from '../../tla-to-ts/index.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import { findModule } from '../files.ts';
import { type Host, usageError } from '../host.ts';
import { Interrupted } from '../io.ts';
import { withShownPlace } from '../outer-engine.ts';

export interface TypesQuestion {
  readonly spec: string;
  readonly library: readonly string[];
  /** The next-state relation. */
  readonly next: string;
  /** Of Apalache: `no-rows`. */
  readonly features: readonly string[];
  /** The command, for the header. */
  readonly command: string;
}

/** The text of the types. Constants need no values, so there is no configuration. @throws TlaError EngineFailure */
export async function askApalache({ io }: Host, { spec, library, next, features, command }: TypesQuestion): Promise<string> {
  const files = findModule(io.cwd, spec, { library });
  await loadGrammar();
  const module = loadModule(files.spec, files.read);
  const opened = await openApalache(process.env);
  if ('why' in opened) throw usageError(`Apalache is not there: ${opened.why}`);
  const absolute = { spec: resolve(io.cwd, files.spec.path), libraries: files.libraries.map((folder) => resolve(io.cwd, folder)) };
  const { outcome } = await opened.program.typecheck(absolute.spec, {
    features,
    libraries: absolute.libraries,
    interrupted: () => io.interrupted(),
  });
  switch (outcome.kind) {
    case 'refused':
      throw withShownPlace(io.cwd, refusalError(outcome.refusal, outcome.complaints, absolute));
    case 'cut':
      throw new Interrupted();
    case 'ok':
      return typesFromApalache(module, next, declaredTypes(outcome.json), [command]);
  }
}
