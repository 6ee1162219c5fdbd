/** Remembers the texts that a model is made from, so that other threads can make the same. */
import { type Heap, loadModel, type Model, type ModuleReader, type Source } from '../../tla-to-ts/index.ts';
import { outsideOf } from '../outside.ts';
import type { ModelSources } from './messages.ts';

/** By what a module is found again. */
function moduleKey(name: string, from: Source): string {
  return `${from.path}\n${name}`;
}

/** A reader that remembers what it has read. */
export function remembering(
  spec: Source,
  config: Source,
  read: ModuleReader,
): { readonly sources: Omit<ModelSources, 'cwd'>; readonly read: ModuleReader } {
  const modules = new Map<string, Source | undefined>();
  return {
    sources: { spec, config, modules },
    read(name, from) {
      const found = read(name, from);
      modules.set(moduleKey(name, from), found);
      return found;
    },
  };
}

/** Makes the model once more. @param heap where its values are made */
export function modelAgain({ spec, config, modules, cwd }: ModelSources, heap?: Heap): Model {
  const model = loadModel(spec, config, (name, from) => modules.get(moduleKey(name, from)), heap);
  model.run.outside = outsideOf(cwd);
  return model;
}
