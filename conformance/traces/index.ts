/** Traces in the formats of several tools, as one. */
export { looksLikeTrace, openTraces } from './open.ts';
export type { OpenTrace, RecordedTrace, TraceModel } from './trace.ts';
