/**
 * Who may import whom. The order of the layers is the design: an arrow in the wrong direction is a defect even where the program works.
 * Pure code knows nothing of its checker, protocols know nothing of one another, and the engine knows nothing of either.
 */
const protocols = '(paxos|multi-paxos|raft|pull-raft|client|storage)';
const generic = '(lockstep|replay|validate|mutation|report|crosscheck)';
const phases = '^conformance/tla-to-ts';

/** The phases of the engine: each may import the earlier phases that are listed for it, itself, errors.ts and cast.ts, nothing else of the engine. */
const mayImport = {
  values: [],
  syntax: [],
  modules: ['values', 'syntax'],
  semantics: ['values', 'syntax', 'modules'],
  compile: ['values', 'syntax', 'modules', 'semantics'],
  explore: ['values', 'syntax', 'modules', 'semantics', 'compile'],
};

const phaseRules = Object.entries(mayImport).map(([phase, earlier]) => ({
  name: `phase-${phase}`,
  comment: `conformance/tla-to-ts/${phase} imports only ${['errors.ts', 'cast.ts', ...earlier].join(', ')}.`,
  severity: 'error',
  from: { path: `${phases}/${phase}/` },
  to: { path: `${phases}/`, pathNot: [`${phases}/(errors|cast)\\.ts$`, `${phases}/(${[phase, ...earlier].join('|')})/`] },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', comment: 'A cycle has no order to read it in.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-knows-no-checker',
      comment: 'The code under src/ never imports what checks it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(conformance|test|scripts|spec)/' },
    },
    {
      name: 'core-imports-nothing-of-src',
      comment: 'src/core is what everything else stands on.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/', pathNot: '^src/core/' },
    },
    {
      name: 'protocol-imports-core-only',
      comment: 'A protocol imports src/core and itself; protocols never import one another.',
      severity: 'error',
      from: { path: `^src/${protocols}/` },
      to: { path: '^src/', pathNot: ['^src/core/', '^src/$1/'] },
    },
    {
      name: 'system-below-node',
      comment: 'src/system lifts protocols to whole systems; it never imports the runtime shell.',
      severity: 'error',
      from: { path: '^src/system/' },
      to: { path: '^src/node/' },
    },
    {
      name: 'src-imports-two-packages',
      comment: 'The pure code needs immer (through src/core/immer.ts alone) and ts-pattern, and nothing else.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/node/' },
      to: {
        dependencyTypesNot: ['local', 'localmodule'],
        path: 'node_modules|^[a-z@]',
        pathNot: ['^(src|conformance|test|scripts)/', '(^|/)node_modules/(immer|ts-pattern)/'],
      },
    },
    {
      name: 'immer-once',
      comment: 'One import turns autofreeze off; a second one could see it on.',
      severity: 'error',
      from: { path: '^(src|conformance)/', pathNot: '^src/core/immer\\.ts$' },
      to: { path: '(^|/)node_modules/immer/' },
    },
    {
      name: 'engine-stands-alone',
      comment: 'conformance/tla-to-ts imports nothing of src/ and nothing of the rest of conformance/.',
      severity: 'error',
      from: { path: `${phases}/` },
      to: { path: '^(src|test|scripts|conformance)/', pathNot: `${phases}/` },
    },
    ...phaseRules,
    {
      name: 'errors-first',
      comment: 'The error type of the engine imports nothing.',
      severity: 'error',
      from: { path: `${phases}/errors\\.ts$` },
      to: { path: '.' },
    },
    {
      name: 'grammar-in-syntax-only',
      comment: 'Only the first phase knows which parser it is.',
      severity: 'error',
      from: { pathNot: `${phases}/syntax/` },
      to: { path: '(^|/)node_modules/(web-tree-sitter|@tlaplus)/' },
    },
    {
      name: 'itf-above-the-engine-only',
      comment: 'The trace format knows values, not protocols and not the checks.',
      severity: 'error',
      from: { path: '^conformance/itf/' },
      to: { path: '^(src|conformance)/', pathNot: [`${phases}/`, '^conformance/itf/'] },
    },
    {
      name: 'traces-above-itf-only',
      comment:
        "Traces of other tools are made of the engine's values, as ITF is; they know no check, so that a check can be given any of them.",
      severity: 'error',
      from: { path: '^conformance/traces/' },
      to: { path: '^(src|conformance)/', pathNot: [`${phases}/`, '^conformance/(itf|traces)/'] },
    },
    {
      name: 'engines-know-no-code',
      comment: 'An engine checks a specification; it knows neither the code under src/ nor the checks that use it.',
      severity: 'error',
      from: { path: '^conformance/engines/' },
      to: { path: '^(src|conformance)/', pathNot: [`${phases}/`, '^conformance/(itf|traces|engines)/'] },
    },
    {
      name: 'checks-know-no-protocol',
      comment: 'lockstep, replay, validate, mutation, report and crosscheck serve every protocol, so they may know none.',
      severity: 'error',
      from: { path: `^conformance/${generic}/` },
      to: { path: ['^src/', '^conformance/(bindings|cli)/'], pathNot: '^src/core/' },
    },
    {
      name: 'bindings-know-no-check',
      comment: 'A binding is an abstraction function and an action table; it does not know what is done with it.',
      severity: 'error',
      from: { path: '^conformance/bindings/' },
      to: {
        path: `^conformance/(${generic.slice(1, -1)}|engines|cli)/`,
        // What a binding is, and what values it is made of; and what a list of mutants is.
        pathNot: ['^conformance/lockstep/(binding|plain|tla)\\.ts$', '^conformance/mutation/catalogue\\.ts$'],
      },
    },
    {
      name: 'cli-is-the-end',
      comment: 'Nothing imports the command line but tests and scripts.',
      severity: 'error',
      from: { path: '^(src|conformance)/', pathNot: '^conformance/cli/' },
      to: { path: '^conformance/cli/' },
    },
    {
      name: 'node-at-the-edges',
      comment: 'Everything but the edges runs in a browser: Node only where files, processes and sockets are the purpose.',
      severity: 'error',
      from: {
        path: '^(src|conformance)/',
        pathNot: ['^src/node/', '^conformance/(cli|engines)/', '-node\\.ts$'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-test-imports',
      comment: 'What is shipped never imports tests or scripts.',
      severity: 'error',
      from: { path: '^(src|conformance)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-dev-dependency',
      comment:
        'What is shipped needs only what is installed with it. Mutants are made with the compiler, which is asked for when it is needed.',
      severity: 'error',
      from: { path: '^(src|conformance)/', pathNot: '^conformance/mutation/sources-node\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
