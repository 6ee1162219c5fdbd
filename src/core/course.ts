/**
 * What a running process does at once: an event from outside, and then all that follows from it without another one. It is made of the
 * actions of a specification and of nothing else, so that whatever holds of those holds of it.
 */
import type { Outcome, Step } from './types.ts';

/** The state after an event, the messages to send, and the actions that were taken, in order: none if the event was refused. */
export interface Taken<S, M, I> extends Step<S, M> {
  readonly taken: readonly I[];
}

/** One process in the course of an event. */
export type Course<S, M, I> = (run: Taken<S, M, I>) => Taken<S, M, I>;

/** Takes an action if it is enabled. `step`: what an action does in a state. */
export function take<S, M, I>(step: (state: S, input: I) => Outcome<S, M>, input: I): Course<S, M, I> {
  return (run) => {
    const outcome = step(run.state, input);
    if (outcome === undefined) return run;
    return { state: outcome.state, send: [...run.send, ...outcome.send], taken: [...run.taken, input] };
  };
}

/** One after another. */
export function inTurn<S, M, I>(...courses: readonly Course<S, M, I>[]): Course<S, M, I> {
  return (run) => courses.reduce((r, course) => course(r), run);
}

/** The second, if the first one did something. */
export function andThen<S, M, I>(first: Course<S, M, I>, second: Course<S, M, I>): Course<S, M, I> {
  return (run) => {
    const after = first(run);
    return after === run ? run : second(after);
  };
}
