/**
 * TLC's `-dumpTrace`: a record with the states, `<<1, [x |-> 0]>>, ...`, and the steps between them, `<<state, action, state>>`. As JSON
 * and as TLA+ text it is the same, but that in JSON sets are arrays. A lasso is a step whose target is not after its source; where it is the
 * source itself, TLC means that nothing happens any more, and names an action that was not taken.
 */
import { jsonError } from '../itf/json.ts';
import { type Decoding, openStates, type WrittenAction, type WrittenLoop, type WrittenState } from './states.ts';
import type { OpenTrace, TraceText } from './trace.ts';

/** The parts of a node, in a format. */
export interface NodeParts<N> {
  readonly at: (node: N) => number;
  readonly items: (node: N) => readonly N[] | undefined;
  readonly fields: (node: N) => ReadonlyMap<string, N> | undefined;
  readonly integer: (node: N) => number | undefined;
  readonly string: (node: N) => string | undefined;
  readonly decoding: Decoding<N>;
  /** The same text for the same value. */
  readonly text: (node: N) => string;
}

/** The trace of a counterexample. @throws TlaError `usage` where it has not the form of one */
export function openCounterexample<N>(source: TraceText, parts: NodeParts<N>, root: N): OpenTrace {
  const reader = new CounterexampleReader(source, parts);
  return reader.open(root);
}

class CounterexampleReader<N> {
  private readonly source: TraceText;
  private readonly parts: NodeParts<N>;

  constructor(source: TraceText, parts: NodeParts<N>) {
    this.source = source;
    this.parts = parts;
  }

  open(root: N): OpenTrace {
    const { parts, source } = this;
    const found = this.items(this.field(root, 'state'), 'the states').map((node) => this.numbered(node));
    const numbered = found.sort((a, b) => a.index - b.index);
    const actions = new Map<number, WrittenAction<N>>();
    let loop: WrittenLoop<N> | undefined;
    for (const edge of this.items(this.field(root, 'action'), 'the steps')) {
      const [from, how, to] = this.items(edge, 'a step');
      if (from === undefined || how === undefined || to === undefined)
        return this.refuse(edge, 'a step has a state, an action and a state');
      const [a, b] = [this.known(from, numbered), this.known(to, numbered)];
      if (b === a + 1) actions.set(b, this.action(how));
      else if (b <= a && a === numbered.length - 1) loop = { at: parts.at(edge), to: b, action: a === b ? undefined : this.action(how) };
      else this.refuse(edge, `a step from state ${a + 1} to state ${b + 1}`);
    }
    const states = numbered.map(
      ({ node, index, values }): WrittenState<N> => ({ at: parts.at(node), index, action: actions.get(index), values }),
    );
    return openStates(source, states, loop, parts.decoding);
  }

  private refuse(node: N, message: string): never {
    throw jsonError(this.source.path, this.source.text, this.parts.at(node), message);
  }

  private items(node: N, what: string): readonly N[] {
    return this.parts.items(node) ?? this.refuse(node, `${what} must be a list`);
  }

  private field(node: N, name: string): N {
    return this.parts.fields(node)?.get(name) ?? this.refuse(node, `a counterexample of TLC is a record with the field ${name}`);
  }

  /** `<<1, [x |-> 0]>>`. */
  private numbered(node: N): { readonly node: N; readonly index: number; readonly values: ReadonlyMap<string, N> } {
    const [number, state] = this.items(node, 'a state with its number');
    const index = number === undefined ? undefined : this.parts.integer(number);
    const values = state === undefined ? undefined : this.parts.fields(state);
    if (index === undefined || values === undefined) return this.refuse(node, 'a state has a number and variables');
    return { node, index: index - 1, values };
  }

  /** The index of a state that was told before; told again, it must be the same. */
  private known(node: N, states: readonly { readonly node: N; readonly index: number }[]): number {
    const { index } = this.numbered(node);
    const before = states[index];
    if (before === undefined || this.parts.text(before.node) !== this.parts.text(node))
      this.refuse(node, `this state ${index + 1} is not the one in the list of states`);
    return index;
  }

  /** `[name |-> "Phase1a", context |-> [p |-> p1], parameters |-> <<"p">>]`. */
  private action(node: N): WrittenAction<N> {
    const fields = this.parts.fields(node);
    const name = fields?.get('name');
    const text = name === undefined ? undefined : this.parts.string(name);
    if (fields === undefined || text === undefined) return this.refuse(node, 'an action has a name');
    const [names, context] = [fields.get('parameters'), fields.get('context')];
    const values = context === undefined ? undefined : this.parts.fields(context);
    if (names === undefined || values === undefined) return { name: text, parameters: [] };
    const parameters = this.items(names, 'the parameters').map(
      (parameter) => values.get(this.parts.string(parameter) ?? '') ?? this.refuse(parameter, 'a parameter without a value'),
    );
    return { name: text, parameters };
  }
}
