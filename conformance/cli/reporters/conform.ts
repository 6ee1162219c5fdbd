/** What `lockstep conform` found, for the reporters: a check for each model, and for what all models of a binding have to show together. */
import { stripVTControlCharacters } from 'node:util';
import { colorsFor } from '../print/colors.ts';
import { type ConformReport, claim, type DivergenceDocument, type ModelReport } from '../print/conform.ts';
import { coverageTable } from '../print/coverage.ts';
import { type Finding, type Place, problemFinding, type Report, type TraceStep } from './finding.ts';

/** `coverageRequired`: is a run that did not see all actions and guards a failure? */
export function conformReport(report: ConformReport, coverageRequired: boolean): Report {
  const bindings = [...new Set(report.models.map((m) => m.binding))];
  const findings = [
    ...report.models.map(modelFinding),
    ...bindings.flatMap((binding) => actionFindings(report, binding)),
    ...(coverageRequired ? coverageFindings(report) : []),
  ];
  return { findings, claim: claim(report, colorsFor(false)), command: report.command };
}

function modelFinding(model: ModelReport): Finding {
  const { name, binding, result, divergence, details } = model;
  const of = { suite: binding, name, seconds: result.seconds };
  const whole = specOf(model);
  const text = stripVTControlCharacters(details).trimEnd();
  switch (result.verdict) {
    case 'identical':
      return { ...of, verdict: 'passed' };
    case 'incomplete':
      return problemFinding(of, 'error', {
        rule: 'incomplete',
        message: result.message ?? 'the check is incomplete',
        places: whole,
        details: text,
      });
    case 'divergent': {
      const message = divergence?.message ?? result.message ?? 'specification and code are not the same';
      const more = divergence === undefined ? {} : { places: placesOf(divergence, whole), trace: stepsOf(divergence) };
      return problemFinding(of, 'failed', { rule: 'divergence', message, details: text, ...more });
    }
  }
}

/** For what is wrong with no line more than with another. */
function specOf(model: ModelReport | undefined): readonly Place[] {
  return model === undefined || model.spec === '' ? [] : [{ file: model.spec, line: 1 }];
}

/** The code first: it is what changes more often. */
function placesOf({ codeSource, specSource }: DivergenceDocument, otherwise: readonly Place[]): readonly Place[] {
  const place = (text: string | null, role: string): readonly Place[] => (text === null ? [] : [{ ...placeOf(text), role }]);
  const places = [...place(codeSource, 'code'), ...place(specSource, 'specification')];
  return places.length > 0 ? places : otherwise;
}

function stepsOf({ path, pathSources, step, specSource }: DivergenceDocument): readonly TraceStep[] {
  const at = (text: string | null | undefined): Place | undefined => (typeof text === 'string' ? placeOf(text) : undefined);
  const taken = path.map((label, i): TraceStep => ({ label: label ?? 'a step of the code alone', place: at(pathSources[i]) }));
  return [{ label: 'initial state', place: undefined }, ...taken, ...(step === null ? [] : [{ label: step, place: at(specSource) }])];
}

/** `src/paxos/actions.ts:42`, `spec/paxos/Paxos.tla:10:3`, or a file alone. */
function placeOf(text: string): Place {
  const [, file, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(text) ?? [];
  return {
    file: file ?? text,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

/** Actions that no model took were not compared; where a model has a problem of its own, it says enough. */
function actionFindings({ models, never, task }: ConformReport, binding: string): readonly Finding[] {
  if (task.mode === 'replay' || models.some((m) => m.binding === binding && m.result.verdict !== 'identical')) return [];
  const of = { suite: binding, name: 'every action is taken', seconds: 0 };
  const missing = never.filter((action) => action.startsWith(`${binding}: `));
  if (missing.length === 0) return [{ ...of, verdict: 'passed' }];
  const places = specOf(models.find((m) => m.binding === binding));
  return [problemFinding(of, 'error', { rule: 'incomplete', places, message: `never taken, and so not compared: ${missing.join(', ')}` })];
}

function coverageFindings({ coverage = [], models }: ConformReport): readonly Finding[] {
  return coverage.map(({ protocol, full, actions }): Finding => {
    const of = { suite: protocol, name: 'coverage', seconds: 0 };
    if (full) return { ...of, verdict: 'passed' };
    const message = 'not every action was taken and every guard seen both true and false';
    const places = specOf(models.find((m) => m.binding === protocol || m.binding.split('/')[0] === protocol));
    return problemFinding(of, 'failed', { rule: 'coverage', message, places, details: coverageTable(actions, protocol, colorsFor(false)) });
  });
}
