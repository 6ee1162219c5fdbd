/** TLA+ values as text that fits a terminal: broken between elements where a line would be too long, changed parts marked. */
import type { Heap } from '../../tla-to-ts/index.ts';
import { K_FN, K_REC, K_SEQ, K_SET } from '../../tla-to-ts/values/kinds.ts';

/** A value as a tree of text. `changed`: it differs from the value that stood here in the state before. */
type Doc =
  | { readonly k: 'leaf'; readonly text: string; readonly changed: boolean }
  | {
      readonly k: 'group';
      readonly open: string;
      readonly close: string;
      readonly separator: string;
      readonly items: readonly { readonly key: string; readonly doc: Doc }[];
      readonly changed: boolean;
      /** Length on one line. */
      readonly width: number;
    };

export interface ValueStyle {
  /** Columns that a line may take. */
  readonly width: number;
  /** How a changed part is written. */
  readonly mark: (text: string) => string;
}

/** The text of a value that begins at `column`; `before` is the value that it is compared with. */
export function valueLines(heap: Heap, id: number, before: number | undefined, column: number, style: ValueStyle): string {
  return render(docOf(heap, id, before ?? id), column, style, false);
}

function docOf(heap: Heap, id: number, before: number): Doc {
  switch (heap.kind(id)) {
    case K_SET:
      return setDoc(heap, id, before);
    case K_SEQ:
      return sequenceDoc(heap, id, before);
    case K_FN:
    case K_REC:
      return functionDoc(heap, id, before);
    default:
      return { k: 'leaf', text: heap.toText(id), changed: id !== before };
  }
}

type Item = Extract<Doc, { k: 'group' }>['items'][number];

function group(open: string, close: string, separator: string, items: readonly Item[], changed: boolean): Doc {
  const inner = items.reduce((sum, item) => sum + item.key.length + widthOf(item.doc), 0);
  const between = Math.max(0, items.length - 1) * (separator.length + 1);
  return { k: 'group', open, close, separator, items, changed, width: open.length + inner + between + close.length };
}

function widthOf(doc: Doc): number {
  return doc.k === 'leaf' ? doc.text.length : doc.width;
}

/** Elements that are new are marked; the set as a whole only where it took the place of something else. */
function setDoc(heap: Heap, id: number, before: number): Doc {
  const comparable = heap.kind(before) === K_SET;
  const items = Array.from({ length: heap.size(id) }, (_, i): Item => {
    const x = heap.elem(id, i);
    const fresh = comparable && !heap.has(before, x);
    return { key: '', doc: fresh ? { k: 'leaf', text: heap.toText(x), changed: true } : docOf(heap, x, x) };
  });
  return group('{', '}', ',', items, !comparable);
}

function sequenceDoc(heap: Heap, id: number, before: number): Doc {
  const comparable = heap.kind(before) === K_SEQ;
  const known = comparable ? heap.len(before) : 0;
  const items = Array.from({ length: heap.len(id) }, (_, i): Item => {
    const x = heap.fnValue(id, i);
    const doc: Doc =
      i < known || !comparable
        ? docOf(heap, x, comparable ? heap.fnValue(before, i) : x)
        : { k: 'leaf', text: heap.toText(x), changed: true };
    return { key: '', doc };
  });
  return group('<<', '>>', ',', items, !comparable);
}

/** A function or record with its keys; compared key by key with another one on the same domain. */
function functionDoc(heap: Heap, id: number, before: number): Doc {
  const comparable = heap.kind(before) === heap.kind(id) && heap.domain(before) === heap.domain(id);
  const flat = heap.toText(id);
  const record = flat.startsWith('[');
  const keys = heap.shapeFields(heap.domain(id));
  const items = keys.map((key, i): Item => {
    const value = heap.fnValue(id, i);
    const label = record ? `${heap.strVal(key)} |-> ` : `${heap.toText(key)} :> `;
    return { key: label, doc: docOf(heap, value, comparable ? heap.fnValue(before, i) : value) };
  });
  return record ? group('[', ']', ',', items, !comparable) : group('(', ')', ' @@', items, !comparable);
}

function flatText(doc: Doc): string {
  if (doc.k === 'leaf') return doc.text;
  return `${doc.open}${doc.items.map((item) => item.key + flatText(item.doc)).join(`${doc.separator} `)}${doc.close}`;
}

/** `whole`: a group around this one is marked as a whole, so every leaf is. */
function render(doc: Doc, column: number, style: ValueStyle, whole: boolean): string {
  const marked = whole || doc.changed;
  if (doc.k === 'leaf') return marked ? style.mark(doc.text) : doc.text;
  const { open, close, separator, items } = doc;
  const fits = column + doc.width <= style.width || items.length === 0;
  if (fits && marked) return style.mark(flatText(doc));
  const start = column + open.length;
  if (fits) return `${open}${items.map((item) => item.key + render(item.doc, 0, style, false)).join(`${separator} `)}${close}`;
  // Broken lists get a space after the bracket, so that the elements line up.
  const parts = items.map((item) => item.key + render(item.doc, start + 1 + item.key.length, style, marked));
  return `${open} ${parts.join(`${separator}\n${' '.repeat(start + 1)}`)} ${close}`;
}
