/** A strict reader of the part of XML 1.0 that JUnit files use: it refuses everything that a real one refuses, and more. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** @throws Error where the document is not well-formed */
export function readXml(document: string): Element {
  if (FORBIDDEN.test(document)) throw new Error('a character that XML 1.0 forbids');
  const head = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(document);
  if (head === null) throw new Error('no XML declaration');
  const { element, rest } = readElement(document.slice(head[0].length));
  if (rest.trim() !== '') throw new Error(`more than one root: ${rest.slice(0, 40)}`);
  return element;
}

function readElement(text: string): { readonly element: Element; readonly rest: string } {
  const [open, name = '', list = '', closed] = /^<([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w-]*="[^"<]*")*)\s*(\/)?>/.exec(text) ?? [];
  if (open === undefined) throw new Error(`no element: ${text.slice(0, 40)}`);
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of list.matchAll(/([A-Za-z][\w-]*)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, key)) throw new Error(`${key} is given twice`);
    // An attribute's line ends and tabs are read as spaces, unless they are written as references.
    attributes[key] = unescaped(value.replace(/\r\n|[\r\n\t]/g, ' '));
  }
  let rest = text.slice(open.length);
  if (closed !== undefined) return { element: { name, attributes, children: [], text: '' }, rest };
  const children: Element[] = [];
  let own = '';
  while (!rest.startsWith(`</${name}>`)) {
    const until = rest.indexOf('<');
    if (until < 0) throw new Error(`${name} is not closed`);
    const data = rest.slice(0, until);
    if (data.includes(']]>')) throw new Error(']]> in text');
    own += unescaped(data.replace(/\r\n?/g, '\n'));
    rest = rest.slice(until);
    if (rest.startsWith(`</${name}>`)) break;
    if (rest.startsWith('</')) throw new Error(`${name} is closed by ${rest.slice(0, 20)}`);
    const child = readElement(rest);
    children.push(child.element);
    rest = child.rest;
  }
  return { element: { name, attributes, children, text: own }, rest: rest.slice(name.length + 3) };
}

function unescaped(text: string): string {
  return text.replace(/&([^;\s]*;?)/g, (reference, body: string) => {
    const code = /^#(\d+);$/.exec(body)?.[1];
    const found = code === undefined ? ENTITIES[body.replace(';', '')] : String.fromCodePoint(Number(code));
    if (found === undefined || !body.endsWith(';')) throw new Error(`a wrong reference: ${reference}`);
    return found;
  });
}

/** All elements of a name, in the order of the document. */
export function elements(of: Element, name: string): readonly Element[] {
  return [...(of.name === name ? [of] : []), ...of.children.flatMap((child) => elements(child, name))];
}
