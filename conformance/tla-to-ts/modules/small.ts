/**
 * Modules of a few definitions, and those whose operators reach outside of the specification (files, processes, chance, the run of
 * the model checker): these have their names and arities here, so that a specification which extends them resolves, and are refused
 * when they are used.
 */

const JSON_MODULE = String.raw`
-------------------------------- MODULE Json --------------------------------
ToJson(value) == ""
ToJsonArray(value) == ""
ToJsonObject(value) == ""
JsonSerialize(absoluteFilename, value) == TRUE
JsonDeserialize(absoluteFilename) == <<>>
ndJsonSerialize(absoluteFilename, value) == TRUE
ndJsonDeserialize(absoluteFilename) == <<>>
=============================================================================
`;

const IO_UTILS = String.raw`
------------------------------ MODULE IOUtils ------------------------------
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC
IOSerialize(val, absoluteFilename, compress) == TRUE
IODeserialize(absoluteFilename, compressed) == <<>>
Serialize(value, dest, options) == <<>>
Deserialize(src, options) == <<>>
IOExec(command) == <<>>
IOEnvExec(env, command) == <<>>
IOExecTemplate(commandTemplate, parameters) == <<>>
IOEnvExecTemplate(env, commandTemplate, parameters) == <<>>
IOEnv == <<>>
atoi(str) == 0
zeroPadN(n, width) ==
  LET RECURSIVE pad(_)
      pad(s) == IF Len(s) < width THEN pad("0" \o s) ELSE s
  IN  pad(ToString(n))
=============================================================================
`;

const CSV = String.raw`
-------------------------------- MODULE CSV --------------------------------
CSVWrite(template, val, file) == TRUE
CSVWriteRecord(record, delim, headers, file) == TRUE
CSVRead(columns, delimiter, file) == <<>>
CSVRecords(file) == 0
=============================================================================
`;

const RANDOMIZATION = String.raw`
---------------------------- MODULE Randomization ----------------------------
LOCAL INSTANCE Naturals
LOCAL INSTANCE FiniteSets
RandomSubset(k, S) == {}
RandomSetOfSubsets(k, n, S) == {}
TestRandomSetOfSubsets(k, n, S) == [i \in 1..5 |-> Cardinality(RandomSetOfSubsets(k, n, S))]
=============================================================================
`;

const REAL_TIME = String.raw`
------------------------------ MODULE RealTime ------------------------------
EXTENDS Reals
VARIABLE now
RTBound(A, v, D, E) == TRUE
RTnow(v) == TRUE
=============================================================================
`;

const TOOLBOX = String.raw`
------------------------------ MODULE Toolbox ------------------------------
_TETrace == <<>>
_TEPosition == 0
=============================================================================
`;

const SHI_VIZ = String.raw`
------------------------------- MODULE ShiViz -------------------------------
INSTANCE Toolbox
Host == ""
Clock == ""
=============================================================================
`;

const STATISTICS = String.raw`
----------------------------- MODULE Statistics -----------------------------
EXTENDS Naturals
ChiSquare(expected, actual, alpha) == TRUE
=============================================================================
`;

const GRAPH_VIZ = String.raw`
------------------------------ MODULE GraphViz ------------------------------
DotDiGraph(G, VL(_), EL(_)) == ""
=============================================================================
`;

const DIFFERENTIAL_EQUATIONS = String.raw`
----------------------- MODULE DifferentialEquations ------------------------
Integrate(D, a, b, InitVals) == InitVals
=============================================================================
`;

const QUORUM = String.raw`
------------------------------- MODULE Quorum -------------------------------
\* Non-empty sets of subsets of S that intersect pairwise and contain every larger set of one of theirs.
QuorumSystem(S) ==
  {Q \in SUBSET (SUBSET S) :
     Q # {} /\ \A A \in Q : (\A B \in Q : A \cap B # {}) /\ (\A B \in SUBSET S : A \subseteq B => B \in Q)}
=============================================================================
`;

const HTML = String.raw`
-------------------------------- MODULE HTML --------------------------------
HTMLFill(string, args) == ""
HTMLDocument(header, body, list_of_scripts) == ""
HTMLClass(classname, attribute_list) == ""
HTMLAttribute(name, value) == ""
HTMLDefaultStyle == ""
HTMLStyleSheet(class_list) == ""
HTMLScriptFile(name) == ""
HTMLScript(children) == ""
HTMLLink(name, type) == ""
HTMLHeader(title, list_of_links, class_list) == ""
HTMLBody(body) == ""
HTMLFrame(id, children) == ""
HTMLGridContainer(id, class_list, children) == ""
HTMLBox(id, class_list, size, children) == ""
HTMLCircle(id, class_list, size, children) == ""
HTMLText(id, text) == ""
HTMLSVG(id, viewBox, size, svgString) == ""
HTMLSize(width, height) == ""
HTMLNewLine == ""
HTMLFlexCenterAttributes == ""
HTMLJSLineElems(fromID, destID) == ""
HTMLJSLine(fromID, destID, color, size) == ""
HTMLJSLineDash(fromID, destID, color, size) == ""
HTMLJSKeyListener(events) == ""
HTMLJSNavigationKey(key, file) == ""
=============================================================================
`;

export const SMALL_MODULES: readonly (readonly [name: string, text: string])[] = [
  ['Json', JSON_MODULE],
  ['IOUtils', IO_UTILS],
  ['CSV', CSV],
  ['Randomization', RANDOMIZATION],
  ['RealTime', REAL_TIME],
  ['Toolbox', TOOLBOX],
  ['ShiViz', SHI_VIZ],
  ['Statistics', STATISTICS],
  ['GraphViz', GRAPH_VIZ],
  ['DifferentialEquations', DIFFERENTIAL_EQUATIONS],
  ['Quorum', QUORUM],
  ['HTML', HTML],
];
