--------------------------- MODULE MCClientSessions ---------------------------
(***************************************************************************)
(* What a bounded model of ClientSessions needs and a .cfg file cannot say.*)
(***************************************************************************)
EXTENDS ClientSessions

\* Named here, because Writes and Reads have to speak of single clients.
CONSTANTS
    \* @type: CLIENT;
    c1,
    \* @type: CLIENT;
    c2

\* What clients do. Nobody reads, unless it is said.
Nothing == [c \in Client |-> {}]

\* One command of each client.
OneEach == [c \in Client |-> {1}]

\* Two commands of the first client; the others only look on.
TwoOfFirst == [c \in Client |-> IF c = c1 THEN {1, 2} ELSE {}]

\* A command followed by a read, or between two reads.
FirstAndThird == [c \in Client |-> {1, 3}]
Second == [c \in Client |-> {2}]

\* One command of the first client; the second one reads.
OneOfFirst == [c \in Client |-> IF c = c1 THEN {1} ELSE {}]
OneOfSecond == [c \in Client |-> IF c = c2 THEN {1} ELSE {}]
=============================================================================
