import type { Model, Tagged } from '../core/index.ts';

/** A storage as a whole system: where it starts, the domains of its Next, and what each action does. */
export interface Storage<C, S, A extends Tagged> {
  init(config: C): S;
  /** Every instance of every action, in the order of Next. */
  actions(config: C): readonly A[];
  /** `undefined`: not enabled. */
  step(config: C, state: S, action: A): S | undefined;
}

/** A storage with its constants. */
export function storageModel<C, S, A extends Tagged>(storage: Storage<C, S, A>, config: C): Model<S, A> {
  const all = storage.actions(config);
  return { init: () => [storage.init(config)], actions: () => all, next: (s, action) => storage.step(config, s, action) };
}
