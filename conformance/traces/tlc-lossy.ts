/** What TLC loses when it writes values as JSON, and how a value is recognised nevertheless (see tlc-json.ts). */
import { functionOf, recordOf, sequenceOf, setOf } from '../itf/build.ts';
import { canonicalJson, type JsonNode, jsonError } from '../itf/json.ts';
import type { Heap, Id } from '../tla-to-ts/values/heap.ts';
import { K_BOOL, K_FN, K_INT, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from '../tla-to-ts/values/heap.ts';
import type { Notation, TraceModel, TraceText } from './trace.ts';
import { decodeTla, ValueReader } from './value.ts';

/** The JSON of one trace. The same JSON has the same number. */
export class LossyJson implements Notation {
  private readonly source: TraceText;
  private readonly model: TraceModel;
  private readonly nodes: JsonNode[] = [];
  private readonly numbers: Map<string, number> = new Map();
  /** What was asked before, for each number. */
  private readonly answers: Map<Id, boolean>[] = [];

  constructor(source: TraceText, model: TraceModel) {
    this.source = source;
    this.model = model;
  }

  /** The number of a node. @throws TlaError `usage` for what TLC does not write */
  told(node: JsonNode): number {
    const text = canonicalJson(node);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.refuseOthers(node);
    this.numbers.set(text, this.nodes.length);
    this.answers.push(new Map());
    return this.nodes.push(node) - 1;
  }

  matches(told: number, value: Id): boolean {
    const [node, answers] = [this.nodes[told], this.answers[told]];
    if (node === undefined || answers === undefined) return false;
    let answer = answers.get(value);
    if (answer === undefined) {
      answer = this.fits(node, value);
      answers.set(value, answer);
    }
    return answer;
  }

  valueLike(told: number, like: Id): Id {
    const node = this.nodes[told];
    if (node === undefined) return like;
    try {
      return this.read(node, like);
    } catch {
      // Values that cannot stand in one set: it was meant otherwise, and as text it can be shown all the same.
      return this.model.heap.str(canonicalJson(node));
    }
  }

  toText(told: number): string {
    const node = this.nodes[told];
    return node === undefined ? '' : canonicalJson(node);
  }

  private refuseOthers(node: JsonNode): void {
    const refuse = (message: string): never => {
      throw jsonError(this.source.path, this.source.text, node.at, message);
    };
    if (node.kind === 'null') refuse('null is not a TLA+ value');
    if (node.kind === 'number' && !/^-?\d+$/.test(node.text)) refuse(`${node.text} is not an integer`);
    if (node.kind === 'number' && (Number(node.text) | 0) !== Number(node.text))
      refuse(`the integer ${node.text} does not fit into 32 bits, TLC's range`);
    if (node.kind === 'array') for (const item of node.items) this.refuseOthers(item);
    if (node.kind === 'object') for (const value of node.entries.values()) this.refuseOthers(value);
  }

  private fits(node: JsonNode, value: Id): boolean {
    const { heap } = this.model;
    switch (heap.kind(value)) {
      case K_BOOL:
        return node.kind === 'boolean' && node.value === heap.boolVal(value);
      case K_INT:
        return node.kind === 'number' && Number(node.text) === heap.intVal(value);
      case K_STR:
        return node.kind === 'string' && node.value === heap.strVal(value);
      case K_MODEL:
        return node.kind === 'string' && node.value === heap.modelName(value);
      case K_SEQ:
        return (
          node.kind === 'array' && node.items.length === heap.len(value) && node.items.every((x, i) => this.fits(x, heap.fnValue(value, i)))
        );
      case K_SET:
        return node.kind === 'array' && this.fitsSet(node.items, value);
      case K_REC:
      case K_FN:
        return node.kind === 'object' && this.fitsFunction(node.entries, value);
      default:
        return heap.isEnumerable(value) && this.fits(node, heap.norm(value));
    }
  }

  /**
   * The elements may stand in any order. The elements of a set can be compared with one another, so no two of them are written alike but for the order of
   * what is in them: each item is taken by the first element that fits.
   */
  private fitsSet(items: readonly JsonNode[], set: Id): boolean {
    const { heap } = this.model;
    if (items.length !== heap.size(set)) return false;
    const left = new Set(items);
    for (let i = 0; i < heap.size(set); i++) {
      const item = [...left].find((x) => this.fits(x, heap.elem(set, i)));
      if (item === undefined) return false;
      left.delete(item);
    }
    return true;
  }

  private fitsFunction(entries: ReadonlyMap<string, JsonNode>, f: Id): boolean {
    const { heap } = this.model;
    const domain = heap.domain(f);
    if (entries.size !== heap.size(domain)) return false;
    return heap.shapeFields(domain).every((key, i) => {
      const node = entries.get(keyText(heap, key)) ?? this.entryOf(entries, key);
      return node !== undefined && this.fits(node, heap.fnValue(f, i));
    });
  }

  /** The entry of a key that TLC writes otherwise than we do: with the elements of a set in another order. */
  private entryOf(entries: ReadonlyMap<string, JsonNode>, key: Id): JsonNode | undefined {
    for (const [text, node] of entries) if (this.keyValue(text) === key) return node;
    return undefined;
  }

  /** The value of a key that is TLA+ text; undefined where it is none. */
  private keyValue(text: string): Id | undefined {
    const source: TraceText = { path: this.source.path, text };
    const { heap, modelValues } = this.model;
    try {
      const reader = new ValueReader(source);
      const node = reader.value();
      return reader.space() ? undefined : decodeTla({ heap, modelValues, source }, node);
    } catch {
      return undefined;
    }
  }

  /** The value that was probably meant, where another one shows what kinds of values there are. */
  private read(node: JsonNode, like: Id | undefined): Id {
    const { heap, modelValues } = this.model;
    if (like !== undefined && this.fits(node, like)) return like;
    switch (node.kind) {
      case 'null':
        return heap.str('null');
      case 'boolean':
        return node.value ? 2 : 0;
      case 'number':
        return heap.int(Number(node.text));
      case 'string': {
        const isString = like !== undefined && heap.kind(like) === K_STR;
        return modelValues.has(node.value) && !isString ? heap.model(node.value) : heap.str(node.value);
      }
      case 'array':
        return this.readArray(node.items, like);
      case 'object':
        return this.readObject(node.entries, like);
    }
  }

  private readArray(items: readonly JsonNode[], like: Id | undefined): Id {
    const { heap } = this.model;
    if (like !== undefined && heap.isSet(like) && heap.isEnumerable(like)) {
      const set = heap.norm(like);
      const elements = Array.from({ length: heap.size(set) }, (_, i) => heap.elem(set, i));
      const same = (item: JsonNode): Id | undefined => elements.find((x) => this.fits(item, x)) ?? elements[0];
      return setOf(
        heap,
        items.map((item) => this.read(item, same(item))),
      );
    }
    const isSequence = like !== undefined && heap.kind(like) === K_SEQ;
    const at = (i: number): Id | undefined =>
      isSequence && heap.len(like) > 0 ? heap.fnValue(like, Math.min(i, heap.len(like) - 1)) : undefined;
    return sequenceOf(
      heap,
      items.map((item, i) => this.read(item, at(i))),
    );
  }

  private readObject(entries: ReadonlyMap<string, JsonNode>, like: Id | undefined): Id {
    const { heap } = this.model;
    const kind = like === undefined ? undefined : heap.kind(like);
    const values = new Map<string, Id>();
    if (like !== undefined && (kind === K_REC || kind === K_FN))
      heap.shapeFields(heap.domain(like)).forEach((key, i) => {
        values.set(keyText(heap, key), heap.fnValue(like, i));
      });
    const read = ([key, node]: readonly [string, JsonNode]): readonly [string, Id] => [key, this.read(node, values.get(key))];
    const fields = [...entries].map(read);
    if (kind !== K_FN) return recordOf(heap, new Map(fields));
    return functionOf(heap, new Map(fields.map(([key, value]) => [this.keyValue(key) ?? heap.str(key), value])));
  }
}

/** How TLC writes the key of a function. */
function keyText(heap: Heap, key: Id): string {
  return heap.kind(key) === K_STR ? heap.strVal(key) : heap.toText(key);
}
