import type { Model, Observed, Observer, System, Tagged } from '../core/index.ts';

/**
 * A model of a system together with history variables: its states carry what the observer has seen. A step that changes neither the
 * system nor the history returns its argument, as everywhere.
 */
export function observed<S, M, A extends Tagged, H>(
  model: Model<System<S, M>, A>,
  observer: Observer<System<S, M>, A, H>,
): Model<Observed<System<S, M>, H>, A> {
  return {
    init: () => model.init().map((system) => ({ ...system, history: observer.init() })),
    actions: (state) => model.actions(state),
    next: (state, action) => {
      const after = model.next(state, action);
      if (after === undefined) return undefined;
      const history = observer.next(state.history, state, action, after);
      if (history === undefined) return undefined;
      // Field by field: a spread costs as much as all the rest, and this stands in every step.
      return after === state && history === state.history ? state : { processes: after.processes, network: after.network, history };
    },
  };
}
