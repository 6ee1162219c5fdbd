/** The buffers of the current (S) and the next (T) state in generated code. */
import { K_SET } from '../values/heap.ts';
import type { Ctx } from './code.ts';
import type { Gen } from './gen.ts';
import { readVariable } from './state.ts';
import { genStoreCode } from './store.ts';

/** Buffers of the current and the next state, loading, storing, fingerprints. */
export function stateCode(g: Gen): void {
  const { layout } = g;
  const { slots, sets } = layout;
  const key = (v: number): number => slots + v;
  const out: string[] = [
    `const S = new Int32Array(${Math.max(1, slots)}), T = new Int32Array(${Math.max(1, slots)});`,
    'let X, FREE = true, cA = 0, cB = 0, DA = 0, DB = 0, HA = 0, HB = 0;',
    layout.shapes.map((_, v) => `let D${v}a = 0, D${v}b = 0, C${v} = true;`).join(' '),
    'function diff(o, n) { DA = 0; DB = 0; for (let k = o; k < o + n; k++) { const x = S[k], y = T[k]; if (x !== y) { DA = (DA + mixA(H.hashOfA(y), k) - mixA(H.hashOfA(x), k)) | 0; DB = (DB + mixB(H.hashOfB(y), k) - mixB(H.hashOfB(x), k)) | 0; } } }',
    'function sameSlots(a, o, b, q, n) { for (let k = 0; k < n; k++) if (a[o + k] !== b[q + k]) return false; return true; }',
    ...sets.flatMap((v) => setCode(v, key(v))),
    `function load(r, o, a, b) { ES++; for (let k = 0; k < ${slots}; k++) S[k] = r[o + k]; let q = o + ${slots};`,
    ...sets.map(
      (v) =>
        `S${v}n = r[q++]; if (S${v}n > S${v}e.length) S${v}e = new Int32Array(S${v}n * 2); for (let k = 0; k < S${v}n; k++) S${v}e[k] = r[q++];`,
    ),
    'cA = a; cB = b; return q - o; }',
    // Under symmetry or a VIEW the recorded fingerprint is not that of the row.
    `function rehash() { cA = 0; cB = 0; for (let k = 0; k < ${slots}; k++) { const x = S[k]; cA = (cA + mixA(H.hashOfA(x), k)) | 0; cB = (cB + mixB(H.hashOfB(x), k)) | 0; }`,
    ...sets.map(
      (v) =>
        `for (let k = 0; k < S${v}n; k++) { const x = S${v}e[k]; cA = (cA + mixA(H.hashOfA(x), ${key(v)})) | 0; cB = (cB + mixB(H.hashOfB(x), ${key(v)})) | 0; }`,
    ),
    '}',
    `function lenT() { return ${[slots, ...sets.map((v) => `1 + T${v}n`)].join(' + ')}; }`,
    `function lenS() { return ${[slots, ...sets.map((v) => `1 + S${v}n`)].join(' + ')}; }`,
    `function storeS(r, o) { for (let k = 0; k < ${slots}; k++) r[o + k] = S[k]; let q = o + ${slots};`,
    ...sets.map((v) => `r[q++] = S${v}n; for (let k = 0; k < S${v}n; k++) r[q++] = S${v}e[k];`),
    'return q - o; }',
    `function storeT(r, o) { for (let k = 0; k < ${slots}; k++) r[o + k] = T[k]; let q = o + ${slots};`,
    ...sets.map((v) => `r[q++] = T${v}n; for (let k = 0; k < T${v}n; k++) r[q++] = T${v}e[k];`),
    'return q - o; }',
    `function fullHash() { ET++; ${allChanged(g)} HA = 0; HB = 0; for (let k = 0; k < ${slots}; k++) { const x = T[k]; HA = (HA + mixA(H.hashOfA(x), k)) | 0; HB = (HB + mixB(H.hashOfB(x), k)) | 0; }`,
    ...sets.map(
      (v) =>
        `for (let k = 0; k < T${v}n; k++) { const x = T${v}e[k]; HA = (HA + mixA(H.hashOfA(x), ${key(v)})) | 0; HB = (HB + mixB(H.hashOfB(x), ${key(v)})) | 0; }`,
    ),
    '}',
  ];
  for (const line of out) g.link.globals.line(line);
  readers(g);
}

/** Completes the next state with a variable that did not change. */
export function copyCode(g: Gen, v: number): string {
  const shape = g.layout.shapes[v];
  const base = g.layout.base[v] ?? 0;
  if (shape === undefined || shape.k === 'set') return `copy${v}();`;
  if (shape.size <= 8) return Array.from({ length: shape.size }, (_, i) => `T[${base + i}] = S[${base + i}];`).join(' ');
  return `for (let k = ${base}; k < ${base + shape.size}; k++) T[k] = S[k];`;
}

/** Marks all variables as changed: the next state has no predecessor that predicates could rely on. */
export function allChanged(g: Gen): string {
  return `FREE = true; ${g.layout.shapes.map((_, v) => `C${v} = true;`).join(' ')}`;
}

/** A set variable: its elements in TLC's order, in a segment that grows. */
function setCode(v: number, key: number): string[] {
  const [S, T, D] = [`S${v}`, `T${v}`, `D${v}`];
  const shift = (sign: '+' | '-', x: string): string =>
    `${D}a = (${D}a ${sign} mixA(H.hashOfA(${x}), ${key})) | 0; ${D}b = (${D}b ${sign} mixB(H.hashOfB(${x}), ${key})) | 0;`;
  const room = (n: string): string => `if (${n} >= ${T}e.length) { const t = new Int32Array(${n} * 2 + 8); t.set(${T}e); ${T}e = t; }`;
  return [
    // Tm: so many elements are in order. Most generated states are known already, so elements are put in order only for new ones.
    `let ${S}e = new Int32Array(64), ${S}n = 0, ${T}e = new Int32Array(64), ${T}n = 0, ${T}m = 0;`,
    `function copy${v}() { ${room(`${S}n`)} for (let k = 0; k < ${S}n; k++) ${T}e[k] = ${S}e[k]; ${T}n = ${T}m = ${S}n; ${D}a = 0; ${D}b = 0; }`,
    `function add${v}(x) { for (let k = 0; k < ${T}n; k++) if (${T}e[k] === x) return; ${room(`${T}n`)} ${T}e[${T}n++] = x; ${shift('+', 'x')} }`,
    `function sort${v}() { for (; ${T}m < ${T}n; ${T}m++) { const x = ${T}e[${T}m]; let lo = 0, hi = ${T}m; while (lo < hi) { const m = (lo + hi) >> 1; if (H.cmp(${T}e[m], x) < 0) lo = m + 1; else hi = m; } for (let k = ${T}m; k > lo; k--) ${T}e[k] = ${T}e[k - 1]; ${T}e[lo] = x; } }`,
    `function del${v}(x) { for (let k = 0; k < ${T}n; k++) if (${T}e[k] === x) { if (k < ${T}m) ${T}m--; ${T}n--; for (; k < ${T}n; k++) ${T}e[k] = ${T}e[k + 1]; ${shift('-', 'x')} return; } }`,
    `function fill${v}(s) { s = H.norm(s); if (H.kind(s) !== ${K_SET}) mismatch(${v}); ${T}n = H.size(s); ${room(`${T}n`)} ${T}m = ${T}n; ${D}a = 0; ${D}b = 0; for (let k = 0; k < ${T}n; k++) { const x = H.elem(s, k); ${T}e[k] = x; ${shift('+', 'x')} }`,
    `for (let k = 0; k < ${S}n; k++) { const x = ${S}e[k]; ${shift('-', 'x')} } }`,
    // The elements of the current state are marked with its number once it is asked what is among them.
    `let Z${v} = new Uint32Array(1024), Z${v}s = -1;`,
    `function mark${v}() { Z${v}s = ES; for (let k = 0; k < ${S}n; k++) { const x = ${S}e[k], i = x >> 1; if ((x & 1) !== 0) continue; if (i >= Z${v}.length) { const z = new Uint32Array(i * 2); z.set(Z${v}); Z${v} = z; } Z${v}[i] = ES; } }`,
    `function inS${v}(x) { if (Z${v}s !== ES) mark${v}(); return (x & 1) === 0 ? Z${v}[x >> 1] === ES : inSeg(${S}e, ${S}n, x); }`,
    // Numbers for all values that were ever asked for, in the order of asking: tables of what is known of elements stay small.
    `let O${v} = new Int32Array(1024), O${v}n = 0;`,
    `function ord${v}(x) { const i = x >> 1; if ((x & 1) !== 0) return -1; if (i >= O${v}.length) { const o = new Int32Array(i * 2); o.set(O${v}); O${v} = o; } return (O${v}[i] === 0 ? O${v}[i] = ++O${v}n : O${v}[i]) - 1; }`,
    `function same${v}() { if (${S}n !== ${T}n) return false; sort${v}(); for (let k = 0; k < ${S}n; k++) if (${S}e[k] !== ${T}e[k]) return false; return true; }`,
    `function boxS${v}() { const z = H.begin(); for (let k = 0; k < ${S}n; k++) H.push(${S}e[k]); return H.setFromSorted(z); }`,
    `function boxT${v}() { sort${v}(); const z = H.begin(); for (let k = 0; k < ${T}n; k++) H.push(${T}e[k]); return H.setFromSorted(z); }`,
  ];
}

/** `readS`, `readT`, `assign`: whole values in and out of the buffers. */
function readers(g: Gen): void {
  const { variables } = g.model.module;
  for (const mode of ['S', 'T'] as const) {
    const ctx = g.root(mode, true);
    const values = variables.map((v) => readVariable(g, v, ctx, v.loc).js);
    g.link.globals.line(`function read${mode}() { return [${values.join(', ')}]; }`);
  }
  const ctx = g.root('S', true);
  const lines = variables.map((_, i) => storeLine(g, i, `v[${i}]`, ctx));
  g.link.globals.line(`function assign(v) { ET++; ${allChanged(g)} ${lines.join(' ')} }`);
}

function storeLine(g: Gen, i: number, js: string, ctx: Ctx): string {
  const sub = g.branch(ctx);
  const v = g.model.module.variables[i];
  if (v !== undefined) genStoreCode(g, v, { js, rep: 'id' }, sub);
  return String(sub.block.out);
}
