------------------------------ MODULE MCPullLog ------------------------------
(***************************************************************************)
(* What a bounded model of PullLog needs and a .cfg file cannot say.       *)
(***************************************************************************)
EXTENDS PullLog, TLC

CONSTANTS s1, s2, s3    \* the members of the models, by name
CONSTANT MaxLength      \* how long a log of a model gets

\* Logs stay within the bound.
LengthBound == \A i \in Server : Len(log[i]) <= MaxLength

\* Member s1 stands in odd terms, and s2 in even ones: who stands when is of no interest to what becomes of the logs.
InTurn == \A s \in standing : s.candidate = IF s.term % 2 = 1 THEN s1 ELSE s2

\* What does not matter to what becomes of the logs: the third member does not learn what is committed.
ThirdLearnsNothing == commitPoint[s3].index = 0

\* Only what may still be counted is reported.
ThirdReports == \A r \in reported : r.member = s3
=============================================================================
