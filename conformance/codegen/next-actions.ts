/** The actions of a next-state relation, found without a model: constants have no values here. */
import { bodyOf, type OpSym, type X } from '../tla-to-ts/semantics/ir.ts';
import { levelOf } from '../tla-to-ts/semantics/levels.ts';

export interface NamedAction {
  readonly name: string;
  /** The definition whose parameters are those of the action; undefined where the arguments depend on the state, and are none. */
  readonly definition: OpSym | undefined;
}

/**
 * The actions as the engine names them when it has a model (`compile/split.ts`): through disjunctions, \E over constant sets and calls with
 * constant arguments, down to what is neither. Each is listed once, in the order of the relation. Without values it cannot be known that a
 * constant set is empty, in which case there are no parameters, or infinite, in which case the engine stops above its \E.
 */
export function actionsOf(next: OpSym): readonly NamedAction[] {
  const found = new Map<string, NamedAction>();
  const visit = (x: X, at: NamedAction): void => {
    if (x.k === 'prim' && x.op === '\\/') return x.args.forEach((a) => visit(a, at));
    if (x.k === 'quant' && x.q === 'E' && x.bounds.every((b) => !b.tuple && levelOf(b.set) === 0)) return visit(x.body, at);
    if (x.k === 'call' && x.op.k === 'op' && x.op.body !== undefined && !x.op.recursive && !x.op.captures) {
      const { op } = x;
      if (x.args.every((a) => a.k !== 'opArg' && levelOf(a) === 0)) return visit(bodyOf(op), { name: op.name, definition: op });
      return leaf({ name: op.name, definition: undefined });
    }
    leaf(at);
  };
  const leaf = (action: NamedAction): void => {
    const parameters = parametersOf(action).map((p) => p.name);
    const key = JSON.stringify([action.name, ...parameters]);
    if (!found.has(key)) found.set(key, action);
  };
  visit(bodyOf(next), { name: next.name, definition: next });
  return [...found.values()];
}

/** The parameters of an action, without those of an INSTANCE. */
export function parametersOf({ definition }: NamedAction): OpSym['params'] {
  return definition?.params.slice(definition.instanceParams) ?? [];
}
