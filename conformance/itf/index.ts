/** The Informal Trace Format (Apalache ADR-015), read and written. */

export type { JsonNode } from './json.ts';
export { parseJson } from './json.ts';
export type { ItfAction, ItfState, ItfTrace, OpenItf, ReadOptions } from './trace.ts';
export { isAuxiliary, KnownTexts, openItfTrace, readItfTrace, writeItfTrace } from './trace.ts';
export type { DecodeContext, Json } from './values.ts';
export { decodeValue, encodeValue } from './values.ts';
