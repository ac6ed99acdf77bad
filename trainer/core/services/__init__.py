"""The model of simulated services: telemetry, faults, effects of actions.

A system is computed second by second as a flow of requests. Nothing is drawn request by request: each second has rates
(numbers with a fraction), and waiting and response times follow from the theory of waiting lines. The same scenario,
seed and acts give the same seconds, whether they are computed one at a time or an hour at once, as they happen or when
a journal is read again.

**What a second consists of** (`flow`; callers come before those they call)

1. Requests arrive: `L = load x day x surge x (1 + noise) + calls of others`. `load` is from outside, on an average
   hour; `day` lies on lines between the 24 factors, each of which holds in the middle of its hour; `surge` is every
   `Effect.load` multiplied; `noise` is a wandering normal deviation.
2. A worker is held for a request during `h = own work x slower + sum of (tries x reply)` over the calls that it makes,
   where `reply` is how long a try at the callee takes. So a slow dependency takes the capacity `k = c / h` away from
   its callers; `c = replicas x workers x share that can be used`.
3. What is worked off, `k r`, follows from the busy share r that solves `Lq(r) + k r = waiting + L`, with Erlang's
   `Lq(r) = C(c, r) r / (1 - r)`. An even load below k settles at M/M/c exactly; above k the rest waits and grows by
   `L - k` a second. More than `queue_limit` (in each region) is turned away at once.
4. A request takes `T`: behind the backlog, then with chance C a random wait, then the work (`erlang`). `P(T > timeout)`
   of the answers come too late: they fail, and the work on them was wasted. Response times that are measured stop at
   the timeout.
5. A request fails when the service fails at it (`errors`, and those of version, flags and faults, as independent
   chances), when it comes too late, is turned away, or when a needed call fails.
6. A caller tries a failed call again: with f the callee's share of failures, `tries = (1 - f^(retries+1)) / (1 - f)`
   and `lost = f^(retries+1)`. So failures make load, and load makes failures: a service can stay down after what
   brought it down has gone, until load is taken away.

What callers know of a callee (f and reply) is of the seconds before, half of it of the last one. That is how trouble
travels, one layer a second, and why services may call each other in a circle.

**What differs by kind.** A *queue* takes messages within 5 ms and its workers are its consumers; what a consumer fails
at goes back into the queue; a queue is endless unless `queue_limit` is given. A *cache* calls what lies behind it with
`per_request` as its share of misses; after a restart everything misses, and half of that is over every 46 seconds. A
*database*'s workers are its connections. What is *external* has no logs but
those of its callers, and nothing can be done to it but to fail over. A service that is down hangs, so callers wait for
their timeout, unless its fault says `slower`.

**Regions.** A service with replicas by region is computed in each of them. Load is split by replicas until traffic is
shifted; services call their own region's where there is one, and are spread by share where there is not.

**Memory and disk.** Replicas leak in four groups, each at its own pace within 10 %. A group that reaches
`memory_limit` is gone for `restart_takes` and starts at `memory`: a sawtooth. `memory full in` is the least-squares
line of the last ten minutes. On a full disk 60 % of the requests fail.

**What is measured** is read from rates and queue of the second: errors are failed / (failed + good), percentiles are
those of T (across regions those of the mixture), queue age is `waiting / k`, saturation is the busy share. Percentiles
are worked out when they are read.

**Alerts** stand as soon as a threshold was crossed for its `for`, and are cleared when the value has been a tenth of
the threshold away from it, on the right side, for a minute. **Impact and recovery** are judged from what is measured,
not from faults: see `watching.Impact`.

**What is simplified.** Work is exponential, and so is the whole time that a worker is held; arrivals are random within
a second. Calls of a request are made one after another, and all calls of a service take part in every request by their
average number. A try again follows at once and meets the same chance of failure as the first. People outside do not
try again by themselves; where that matters, model their application as a service that calls with `retries`. A caller
that gives up leaves its request in the callee's queue. There is no network between services, and no memory of which
request failed. The past before play is a quiet one.

Sources: Erlang 1917; Little 1961; Wang, Tipper and Banerjee 1996 (pointwise stationary fluid flow approximation).
tests/core/services checks the model against the formulas, against lines simulated request by request, and against the
shape of real incidents.
"""

from trainer.core.services.system import System as System
