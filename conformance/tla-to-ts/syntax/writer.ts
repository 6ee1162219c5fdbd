/** Collects text and knows the column, because junction lists are laid out by columns. */
export interface Writer {
  readonly parts: string[];
  column: number;
}

export function newWriter(): Writer {
  return { parts: [], column: 0 };
}

/** Adds text without line breaks. */
export function put(w: Writer, text: string): void {
  w.parts.push(text);
  w.column += text.length;
}

/** Starts a line at a column. */
export function breakTo(w: Writer, column: number): void {
  w.parts.push(`\n${' '.repeat(column)}`);
  w.column = column;
}

export function written(w: Writer): string {
  return w.parts.join('');
}

/** Writes the items with a separator between them. */
export function putList<T>(w: Writer, items: readonly T[], separator: string, one: (item: T) => void): void {
  items.forEach((item, i) => {
    if (i > 0) put(w, separator);
    one(item);
  });
}
