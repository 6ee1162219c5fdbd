/** The module TLCExt. What asks TLC about its own run, or asks the user, is refused. */
export const TEXT: string = String.raw`
------------------------------- MODULE TLCExt -------------------------------
LOCAL INSTANCE TLC
LOCAL INSTANCE Integers

\* Two values that should be equal; if not, they are printed.
AssertEq(a, b) == a = b \/ (PrintT("Assertion failed") /\ PrintT(a) /\ PrintT(b) /\ FALSE)
TLCModelValue(str) == CHOOSE v : ToString(v) = str
TLCNoOp(val) == val
TLCCache(expression, closure) == expression

\* Refused.
AssertError(err, exp) == TRUE
TLCGetOrDefault(key, defaultVal) == defaultVal
TLCGetAndSet(key, Op(_, _), val, defaultVal) == defaultVal
Trace == <<>>
CounterExample == <<>>
ToTrace(CE) == CE
TLCDefer(expression) == TRUE
PickSuccessor(exp) == exp
TLCFP(var) == 0
TLCEvalDefinition(definitionName) == definitionName
=============================================================================
`;
