/** What `lockstep mutate` found, for the reporters: a check for each mutant. */
import type { MutantReport, MutationVerdict } from '../../mutation/verdict.ts';
import { claim, remark } from '../print/mutation.ts';
import { type Finding, type Place, problemFinding, type Report } from './finding.ts';

/** A mutant passes if it is caught, a control if it is not. `placeOf`: where the mutant changes the code. */
export function mutationReport(
  verdict: MutationVerdict,
  reports: readonly MutantReport[],
  command: string,
  placeOf: (id: string) => Place | undefined,
): Report {
  const finding = (report: MutantReport): Finding => {
    const { id, title, control, seconds } = report;
    const of = { suite: 'mutants', name: `${id}: ${title}`, seconds };
    const place = placeOf(id);
    const problem = { message: remark(report).join('\n'), places: place === undefined ? [] : [place] };
    if (report.verdict === 'incomplete') return problemFinding(of, 'error', { rule: 'incomplete', ...problem });
    if (report.verdict === 'survived') return problemFinding(of, 'failed', { rule: 'mutant-survived', ...problem });
    if (control && report.verdict === 'killed') return problemFinding(of, 'failed', { rule: 'false-alarm', ...problem });
    return { ...of, verdict: 'passed' };
  };
  return { findings: reports.map(finding), claim: claim(verdict, reports), command };
}
