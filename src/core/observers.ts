/** History variables of whole systems, from what one action of one process adds to them. */
import { at } from './collections.ts';
import type { Observer, Outcome, System, Tagged } from './types.ts';

/**
 * What one action of process i, from `before` to `after`, adds to the history; `undefined` where the history is such that the world outside
 * does not ask for it.
 */
export type Remember<S, I, H> = (history: H, i: string, input: I, before: S, after: S) => H | undefined;

/** An action of a process, or its crash, which no history variable speaks of. */
type Of<I> = ({ readonly i: string } & I) | { readonly type: 'Restart'; readonly i: string };

function isRestart<I extends Tagged>(action: Of<I>): action is Extract<Of<I>, { readonly type: 'Restart' }> {
  return action.type === 'Restart';
}

/** An observer of a system whose steps are actions. */
export function observerOfActions<S, M, I extends Tagged, H>(init: () => H, remember: Remember<S, I, H>): Observer<System<S, M>, Of<I>, H> {
  return {
    init,
    next: (h, before, action, after) =>
      isRestart(action) ? h : remember(h, action.i, action, at(before.processes, action.i), at(after.processes, action.i)),
  };
}

/**
 * An observer of a system whose steps are events: what each of the actions that an event leads to adds.
 * @param plan the actions that an event leads to, in order
 * @param step what one of them does
 */
export function observerOfEvents<S, M, I extends Tagged, E extends Tagged, H>(
  init: () => H,
  remember: Remember<S, I, H>,
  plan: (i: string, state: S, event: E) => readonly I[],
  step: (i: string, state: S, input: I) => Outcome<S, M>,
): Observer<System<S, M>, Of<E>, H> {
  return {
    init,
    next: (h, before, action) => {
      if (isRestart(action)) return h;
      let state = at(before.processes, action.i);
      let history: H | undefined = h;
      for (const input of plan(action.i, state, action)) {
        const after = step(action.i, state, input)?.state ?? state;
        history = remember(history, action.i, input, state, after);
        if (history === undefined) return undefined;
        state = after;
      }
      return history;
    },
  };
}
