/** Fields of a manifest, each of which may be missing or of another kind. */
import type { JsonNode } from '../../itf/json.ts';

export function member(node: JsonNode, key: string): JsonNode | undefined {
  return node.kind === 'object' ? node.entries.get(key) : undefined;
}

export function itemsOf(node: JsonNode, key: string): readonly JsonNode[] {
  const found = member(node, key);
  return found?.kind === 'array' ? found.items : [];
}

export function textOf(node: JsonNode, key: string): string | undefined {
  const found = member(node, key);
  return found?.kind === 'string' ? found.value : undefined;
}

export function textsOf(node: JsonNode, key: string): readonly string[] {
  return itemsOf(node, key).flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

export function numberOf(node: JsonNode, key: string): number | undefined {
  const found = member(node, key);
  return found?.kind === 'number' ? Number(found.text) : undefined;
}

export function isTrue(node: JsonNode, key: string): boolean {
  const found = member(node, key);
  return found?.kind === 'boolean' && found.value;
}
