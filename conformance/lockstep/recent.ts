/**
 * What was computed lately for objects, by their identity. A search meets the parts that a state shares with its predecessor
 * again and again, and soon after each other; so a small table that is emptied when it is full serves better than one that
 * keeps everything: look-ups stay in the processor's cache, and nothing is held that the search has left behind.
 */
export class Recent<V> {
  private readonly known: Map<object, V> = new Map();
  private readonly capacity: number;

  constructor(capacity: number = 1 << 10) {
    this.capacity = capacity;
  }

  get(x: object): V | undefined {
    return this.known.get(x);
  }

  set(x: object, value: V): void {
    if (this.known.size >= this.capacity) this.known.clear();
    this.known.set(x, value);
  }
}
