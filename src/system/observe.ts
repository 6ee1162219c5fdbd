import type { Model, Observed, Observer, Tagged } from '../core/index.ts';

/**
 * A model together with history variables: its states carry what the observer has seen. A step that changes neither the system nor
 * the history returns its argument, as everywhere.
 */
export function observed<S extends object, A extends Tagged, H>(model: Model<S, A>, observer: Observer<S, A, H>): Model<Observed<S, H>, A> {
  return {
    init: () => model.init().map((system) => ({ ...system, history: observer.init() })),
    actions: (state) => model.actions(state),
    next: (state, action) => {
      const after = model.next(state, action);
      if (after === undefined) return undefined;
      const history = observer.next(state.history, state, action, after);
      if (history === undefined) return undefined;
      return after === state && history === state.history ? state : { ...after, history };
    },
  };
}
