/** The step of a specification that an action of one server is, where both have the same names and the same parameters, in one order. */
import type { SpecStep } from '../lockstep/binding.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';

/** An action of server i: about another server, or with a term, a value or a read. */
interface ServerAction {
  readonly type: string;
  readonly i: string;
  readonly j?: string;
  readonly t?: number;
  readonly v?: string;
  readonly r?: string;
}

/** Names the step: `AppendEntries(s1, s2)`, `UpdateTerm(s1, 2)`, `Timeout(s1)`. */
export function specStepOf(t: Tla): (a: ServerAction) => SpecStep {
  const others = ({ j, t: term, v, r }: ServerAction): readonly TlaValue[] => {
    if (term !== undefined) return [t.int(term)];
    const name = j ?? v ?? r;
    return name === undefined ? [] : [t.model(name)];
  };
  return (a) => ({ name: a.type, parameters: [t.model(a.i), ...others(a)] });
}
