/** Reports: what differs, as deep as it goes, where to look, and how to see it again. */
export { type Difference, differences, stateDifferences } from './diff.ts';
export { codePlace, type SourceReader } from './locate.ts';
export { differenceText, divergenceText, failureText, PLAIN, type ReportModel, type ReportPlaces, type ReportStyle } from './text.ts';
export { divergenceTrace, pathTrace } from './trace.ts';
