/** What TLC prints in the same words wherever it shows a behaviour: a state, and the action that led to it. */
import type { WrittenAction } from './states.ts';
import { NAME, type TlaNode, type ValueReader } from './value.ts';

/** The name of an action; one of an instance has the instance's before it. */
const ACTION = new RegExp(`${NAME.source}(?:!${NAME.source})*`, 'uy');

/** `/\ x = 1 /\ y = 2`; with a single variable `x = 1`. @throws TlaError `usage`, with its place, for anything else */
export function printedState(reader: ValueReader): ReadonlyMap<string, TlaNode> {
  const values = new Map<string, TlaNode>();
  reader.take('/\\');
  do {
    const name = reader.match(NAME) ?? reader.expected('a variable');
    if (values.has(name)) reader.fail(`the variable ${name} occurs twice in this state`, reader.at - name.length);
    reader.need('=');
    values.set(name, reader.value());
  } while (reader.take('/\\'));
  return values;
}

/**
 * `<Phase1a(p1,1) line 111, col 5 to line 114, col 15 of module M>`; TLC 1.7.4 tells no parameters. Undefined where it names no action:
 * what has no name it calls Action. @throws TlaError `usage`, with its place, for a parameter that is no value
 */
export function printedAction(reader: ValueReader): WrittenAction<TlaNode> | undefined {
  if (!reader.take('<')) return undefined;
  const name = reader.match(ACTION);
  if (name === undefined || name === 'Action') return undefined;
  const parameters = reader.take('(') ? reader.list(')') : [];
  // Other words stand here, too, such as `<Initial predicate>`.
  return reader.match(/>|line \d/y) === undefined ? undefined : { name, parameters };
}
