/** What `lockstep engines` says to people. */
import type { Finding } from '../../engines/tools/doctor.ts';
import { colorsFor } from './colors.ts';
import { bytes } from './numbers.ts';

const TITLES: Readonly<Record<Finding['name'], string>> = { embedded: 'embedded engine', java: 'Java', tlc: 'TLC', apalache: 'Apalache' };

/** A paragraph for each part, and a line on the whole. */
export function doctorText(findings: readonly Finding[], color: boolean): string {
  const colors = colorsFor(color);
  const paint = { works: colors.green, missing: colors.yellow, broken: colors.red };
  const parts = findings.map((finding) => {
    const { name, state, version } = finding;
    const head = `${colors.bold(TITLES[name])}: ${paint[state](state)}${version === undefined ? '' : `, ${version}`}`;
    return [head, ...details(finding).map((line) => `  ${line}`)].join('\n');
  });
  return `${parts.join('\n')}\n\n${claim(findings)}\n`;
}

function details({ state, path, origin, checksum, problem, cost, remedy }: Finding): readonly string[] {
  return [
    ...(path === undefined
      ? []
      : [`at ${path}${origin === undefined ? '' : ` (${origin})`}${checksum === undefined ? '' : `; checksum: ${checksum}`}`]),
    ...(problem === undefined ? [] : [`problem: ${problem}`]),
    ...(cost === undefined ? [] : [`without it: ${cost}`]),
    ...(remedy === undefined ? [] : [`${state === 'broken' ? 'to mend it' : 'to get it'}: ${remedy}`]),
  ];
}

function claim(findings: readonly Finding[]): string {
  const titled = (wanted: Finding['state']): string =>
    findings
      .filter(({ state }) => state === wanted)
      .map(({ name }) => TITLES[name])
      .join(', ');
  const broken = titled('broken');
  const missing = titled('missing');
  const rest = missing === '' ? '' : ` Missing: ${missing}.`;
  return `${broken === '' ? `Works: ${titled('works')}.` : `Broken: ${broken}.`}${rest}`;
}

/** How far a download has come. */
export function downloadText(title: string, received: number, total: number | undefined): string {
  return `${title}: ${bytes(received)}${total === undefined ? '' : ` of ${bytes(total)}`}`;
}
