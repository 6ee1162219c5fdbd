/**
 * A whole system, played step by step: each action by its name, as stories tell of them. What is sent stays in flight, so that a message
 * can come late, and again. After each step every invariant and every property of a step is looked at.
 */
import { expect } from 'vitest';
import { type Model, type Network, none, type Tagged } from '../../src/core/index.ts';
import { deepFreeze } from './freeze.ts';

/** What is played, and what is looked at. */
export interface Script<S, A extends Tagged, M> {
  readonly model: Model<S, A>;
  /** The names of what a step violates. */
  readonly violated: (before: S, after: S) => readonly string[];
  /** What an action sends, where it is enabled. */
  readonly sends: (before: S, action: A) => readonly M[] | undefined;
}

/** A model's one initial state. */
export function startOf<S>(model: Model<S, Tagged>): S {
  const [first] = model.init();
  if (first === undefined) throw new Error('the model has no initial state');
  return first;
}

/** The stage of a play, which each protocol's own play extends by its scenes. */
export class Stage<S extends { readonly network: Network<M> }, A extends Tagged, M extends Tagged & { readonly to?: string | undefined }> {
  state: S;
  private readonly script: Script<S, A, M>;

  constructor(script: Script<S, A, M>, state: S = startOf(script.model)) {
    this.script = script;
    this.state = state;
  }

  /** Is the action enabled? */
  may(action: A): boolean {
    return this.script.model.next(this.state, action) !== undefined;
  }

  /** Takes an action, and returns what it sends. */
  act(action: A): readonly M[] {
    const before = deepFreeze(this.state);
    const after = this.script.model.next(before, action);
    if (after === undefined) throw new Error(`not enabled: ${JSON.stringify(action)}`);
    expect(this.script.violated(before, after), JSON.stringify(action)).toEqual([]);
    this.state = after;
    return this.script.sends(before, action) ?? none();
  }

  /** The one message that an action sends. */
  send(action: A): M {
    const [only, ...others] = this.act(action);
    if (only === undefined || others.length > 0) throw new Error(`not one message: ${JSON.stringify(action)}`);
    return only;
  }

  /** A message that was sent at some time: that to this process, of this type, and with these fields. */
  sent(type: M['type'], to: string, fields: Readonly<Record<string, unknown>> = {}): M {
    const fits = this.state.network.filter((m) => m.type === type && m.to === to && expect.objectContaining(fields).asymmetricMatch(m));
    const [only, ...others] = fits;
    if (only === undefined || others.length > 0) throw new Error(`${fits.length} messages: ${type} to ${to}`);
    return only;
  }
}
