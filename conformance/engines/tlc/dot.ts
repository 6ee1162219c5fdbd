/**
 * The state graph that TLC writes with `-dump dot,actionlabels`: read line by line, as such files are larger than a text can be.
 * Fingerprints are signed integers of 64 bits, which numbers of JavaScript cannot hold; they stay texts.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { TlaError } from '../../tla-to-ts/index.ts';

export interface DotNode {
  readonly fingerprint: string;
  /** The state as TLA+ text. */
  readonly state: string;
  readonly initial: boolean;
}

export interface DotEdge {
  readonly from: string;
  readonly to: string;
  /** `Step(p1,2)`; undefined without `actionlabels`. */
  readonly action: string | undefined;
}

export interface StateGraph {
  readonly nodes: ReadonlyMap<string, DotNode>;
  readonly edges: readonly DotEdge[];
}

const FINGERPRINT = String.raw`(-?\d{1,20})`;
const TEXT = String.raw`"((?:[^"\\]|\\.)*)"`;
/** Filled are initial states, and those beyond a constraint, which have a colour. */
const NODE = new RegExp(
  `^${FINGERPRINT} \\[label=${TEXT}(?:(,style = filled)|,tooltip=${TEXT}(?:,style = filled, fillcolor=\\w+)?)?\\];?$`,
);
const EDGE = new RegExp(`^${FINGERPRINT} -> ${FINGERPRINT}(?: \\[(?:label=${TEXT})?[^\\]]*\\])?;$`);
/** What is between the graph and the end: the order of the levels, the legend of the colours. */
const OTHER = /^(strict digraph|digraph|node |edge |nodesep|color=|subgraph |\{rank = same; |[\p{L}_][\p{L}\p{N}_!]* \[label=|\}*$)/u;

/**
 * Reads a graph. An edge to a state that the file does not hold is refused, and so is a file that ends before its graph does.
 * @throws TlaError `usage`, with path and line
 */
export async function readDot(path: string): Promise<StateGraph> {
  const nodes = new Map<string, DotNode>();
  const edges: DotEdge[] = [];
  let depth = 0;
  let number = 0;
  const refuse = (message: string): never => {
    throw new TlaError('usage', `${path}:${number}: ${message}`);
  };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    const [, fingerprint, label, filled] = NODE.exec(line) ?? [];
    const [, from, to, action] = EDGE.exec(line) ?? [];
    if (fingerprint !== undefined && label !== undefined) {
      // A state that was found again is written again, without its being initial.
      const initial = filled !== undefined || nodes.get(fingerprint)?.initial === true;
      nodes.set(fingerprint, { fingerprint, state: unquoted(label), initial });
    } else if (from !== undefined && to !== undefined)
      edges.push({ from, to, action: action === undefined ? undefined : unquoted(action) });
    else if (OTHER.test(line)) depth += nesting(line);
    else refuse(`this is no line of a state graph: ${JSON.stringify(line.slice(0, 80))}`);
  }
  if (number === 0 || depth !== 0) refuse('the file ends before its graph does');
  const lost = edges.find((edge) => !nodes.has(edge.from) || !nodes.has(edge.to));
  if (lost !== undefined) refuse(`there is an edge from ${lost.from} to ${lost.to}, and not both states`);
  return { nodes, edges };
}

/** How many braces a line opens and does not close. */
function nesting(line: string): number {
  return (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0);
}

/** Twice escaped: the state is TLA+ text, whose backslashes dot wants doubled; a line feed is `\n`. */
function unquoted(label: string): string {
  return label.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
}
