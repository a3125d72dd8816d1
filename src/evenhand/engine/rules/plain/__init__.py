"""Plain acts: a recognition, or a step of a ladder, that posts, counts and sets off nothing that needs a rule to look.

Most of what is ever recorded is plain. What such an act does is worked out once for the policy of a day; then the sums
are all that is left to change, and what watches them is asked before anything does. Wherever something else could come
of an act, the answer here is None, and the rules look at it one after the other.

Who asks for the state alone is answered more often: a duty, a message or a level that is only shown changes no state.
"""

from evenhand.engine.rules.plain.acts import ACTS_KEPT, PlainActs, plain_acts

__all__ = ["ACTS_KEPT", "PlainActs", "plain_acts"]
