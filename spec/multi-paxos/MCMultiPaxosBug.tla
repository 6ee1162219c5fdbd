--------------------------- MODULE MCMultiPaxosBug ---------------------------
(***************************************************************************)
(* The mistakes that people make with MultiPaxos.  Each operator here      *)
(* stands in for one of MultiPaxos in a *_bug.cfg model, and the model     *)
(* must then be violated.  The numbers X1, X2, ... are those of the        *)
(* catalogue of mutants, which puts the same mistakes into the code.       *)
(***************************************************************************)
EXTENDS MCMultiPaxos

CONSTANT r4

\* One replica with two places in the order: whose round is it?
TwicePlaced == <<r1, r2, r1>>

\* A leader with two commands.
BothFirst == [i \in Replica |-> IF i = r1 THEN {v1, v2} ELSE {}]

-----------------------------------------------------------------------------

\* A replica that counts on without end, so that its ballots leave those that the model has: in place of OwnBallots.
OwnBallotsCountOn(i) == {b \in maxBal[i] + 1 .. maxBal[i] + Len(Order) : Owner(b) = i}

\* X10. Any one replica is enough, and two of them need not have anybody in common: in place of IsQuorum.
AnyoneIsQuorum(S) == S # {}

\* X1. What was reported is ignored: in place of Proposal.
ProposalIsNoOp(i, s) == NoOp

\* X2. The lower vote instead of the higher: in place of Higher.
Lower(x, y) == IF y.bal # 0 /\ (x.bal = 0 \/ y.bal < x.bal) THEN y ELSE x

\* X3. A replica, unless it leads, accepts what it has promised not to: in place of Phase2b.
Phase2bBreaksPromise(i, b, s) ==
    /\ phase[i] = "lead" => b >= maxBal[i]
    /\ \E m \in msgs :
        /\ m.type = "2a" /\ m.to = i /\ m.bal = b /\ m.slot = s
        /\ votes' = [votes EXCEPT ![i] = Put(@, s, Vote(b, m.val))]
        /\ cast' = cast \cup Votes(i, b, [k \in {s} |-> m.val])
    /\ See(i, Max2(b, maxBal[i]))
    /\ Send(Msg2b(i, b, s))
    /\ UNCHANGED <<commit, committed, asked>>

\* X11. The promise is kept in the slots that the replica knew of, and not in those that came later: in place of Phase2b.
Phase2bKnownSlots(i, b, s) ==
    /\ b >= maxBal[i] \/ s > Len(votes[i])
    /\ Phase2bBreaksPromise(i, b, s)

\* X7. Accepting does not raise the highest ballot seen: in place of Phase2b.
Phase2bForgetsSeen(i, b, s) ==
    /\ \E m \in msgs :
        /\ m.type = "2a" /\ m.to = i /\ m.bal = b /\ m.slot = s
        /\ b >= maxBal[i]
        /\ votes' = [votes EXCEPT ![i] = Put(@, s, Vote(b, m.val))]
        /\ cast' = cast \cup Votes(i, b, [k \in {s} |-> m.val])
    /\ Send(Msg2b(i, b, s))
    /\ UNCHANGED <<maxBal, leaderVars, commit, committed, asked>>

\* A replica accepts something else than it was asked to: in place of Phase2b.
Phase2bMakesUp(i, b, s) ==
    /\ \E m \in msgs : m.type = "2a" /\ m.to = i /\ m.bal = b /\ m.slot = s
    /\ b >= maxBal[i]
    /\ votes' = [votes EXCEPT ![i] = Put(@, s, Vote(b, NoOp))]
    /\ cast' = cast \cup Votes(i, b, [k \in {s} |-> NoOp])
    /\ See(i, b)
    /\ Send(Msg2b(i, b, s))
    /\ UNCHANGED <<commit, committed, asked>>

\* X8. Promises count for whatever ballot they were given: in place of ReceivePromise.
ReceivePromiseOfAnyBallot(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "1b" /\ m.to = i /\ m.from = j
        /\ phase[i] = "prepare"
        /\ promised' = [promised EXCEPT ![i] = @ \cup {j}]
        /\ best' = [best EXCEPT ![i] =
                       [s \in 1 .. Max2(Len(@), m.first - 1 + Len(m.votes)) |->
                           IF s < m.first THEN VoteAt(@, s) ELSE Higher(VoteAt(@, s), VoteAt(m.votes, s - m.first + 1))]]
    /\ UNCHANGED <<maxBal, votes, commit, phase, acks, reading, msgs, historyVars>>

\* A leader that proposes commands that no client asked for: in place of Propose.
ProposeAnything(i, v) ==
    /\ phase[i] = "lead"
    /\ Len(votes[i]) < MaxSlot
    /\ LET s == Len(votes[i]) + 1
       IN  /\ votes' = [votes EXCEPT ![i] = Append(@, Vote(maxBal[i], v))]
           /\ SendAll({Msg2a(j, maxBal[i], s, v) : j \in Others(i)})
           /\ cast' = cast \cup Votes(i, maxBal[i], [k \in {s} |-> v])
    /\ acks' = [acks EXCEPT ![i] = Append(@, {i})]
    /\ UNCHANGED <<maxBal, commit, phase, promised, best, reading, committed, asked>>

\* A leader that takes the first slot that is not committed for the first that is free: in place of Propose.
ProposeAfterCommit(i, v) ==
    /\ phase[i] = "lead"
    /\ commit[i] < MaxSlot
    /\ v \in Input[i]
    /\ LET s == commit[i] + 1
       IN  /\ votes' = [votes EXCEPT ![i] = Put(@, s, Vote(maxBal[i], v))]
           /\ SendAll({Msg2a(j, maxBal[i], s, v) : j \in Others(i)})
           /\ cast' = cast \cup Votes(i, maxBal[i], [k \in {s} |-> v])
           /\ acks' = [acks EXCEPT ![i] = IF s > Len(votes[i]) THEN Append(@, {i}) ELSE @]
    /\ UNCHANGED <<maxBal, commit, phase, promised, best, reading, committed, asked>>

\* X9. Acceptances count at whatever ballot they were given: in place of ReceiveAccepted.
ReceiveAcceptedOfAnyBallot(i, j, s) ==
    /\ \E m \in msgs : m.type = "2b" /\ m.to = i /\ m.from = j /\ m.slot = s
    /\ phase[i] = "lead"
    /\ s \in commit[i] + 1 .. Len(votes[i])
    /\ acks' = [acks EXCEPT ![i][s - commit[i]] = @ \cup {j}]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, reading, msgs, historyVars>>

\* A leader that commits a slot before those that come before it: in place of Decided.
DecidedOutOfOrder(i) == {n \in commit[i] + 1 .. Len(votes[i]) : IsQuorum(acks[i][n - commit[i]])}

\* A replica that takes whatever it has accepted for decided, as the leader says that something is: in place of Learned.
LearnedBySlot(i, b, n) ==
    Max({commit[i]} \cup {k \in commit[i] + 1 .. n : \A s \in commit[i] + 1 .. k : VoteAt(votes[i], s) # NoVote})

\* A replica that believes an old heartbeat: in place of Learned.
LearnedAgain(i, b, n) == IF \A s \in 1 .. n : VoteAt(votes[i], s).bal = b THEN n ELSE commit[i]

\* A leader that believes that it knows all that is committed, as soon as it leads: in place of ClientRead.
ClientReadAtCommit(i, r) ==
    /\ phase[i] = "lead"
    /\ asked[r] = -1
    /\ reading' = [reading EXCEPT ![i].queue = @ \cup {[read |-> r, index |-> commit[i]]}]
    /\ asked' = [asked EXCEPT ![r] = Len(committed)]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, msgs, cast, committed>>

\* A leader that does not ask whether it still leads: in place of AnswerReads.
AnswerUnconfirmed(i) ==
    /\ reading[i].batch # {}
    /\ \A q \in reading[i].batch : q.index <= commit[i]
    /\ SendAll({ReadResponse(q.read, commit[i]) : q \in reading[i].batch})
    /\ reading' = [reading EXCEPT ![i].batch = {}, ![i].acks = {}]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, historyVars>>

\* A leader to which any reply is a confirmation, also one to a heartbeat from before the read: in place of HandleHeartbeatReply.
OldReplyConfirms(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "HeartbeatReply" /\ m.to = i /\ m.from = j
        /\ m.bal = maxBal[i]
        /\ phase[i] = "lead"
        /\ reading' = [reading EXCEPT ![i].acks = IF reading[i].batch # {} THEN @ \cup {j} ELSE @]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, msgs, historyVars>>

\* X5, X6. The highest ballot seen is not on disk, only the votes are: in place of Restart.
RestartForgetsBallot(i) ==
    /\ i \in Crashable
    /\ maxBal' = [maxBal EXCEPT ![i] = Max({0} \cup {votes[i][s].bal : s \in 1 .. Len(votes[i])})]
    /\ commit' = [commit EXCEPT ![i] = 0]
    /\ StepDown(i)
    /\ UNCHANGED <<votes, msgs, historyVars>>

\* The votes are not on disk, only the highest ballot is: in place of Restart.
RestartForgetsVotes(i) ==
    /\ i \in Crashable
    /\ votes' = [votes EXCEPT ![i] = <<>>]
    /\ commit' = [commit EXCEPT ![i] = 0]
    /\ StepDown(i)
    /\ UNCHANGED <<maxBal, msgs, historyVars>>
=============================================================================
