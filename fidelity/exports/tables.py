"""Every table that can be taken out, in the order of the page."""

from hashlib import sha256

from fidelity.exports.agreed import ACTION_ANSWERS, ACTIONS
from fidelity.exports.columns import FORMATS
from fidelity.exports.outside import SCORE_MEANS, TAM_R_SCORES
from fidelity.exports.ratings import RATING_CHANGES, RATINGS
from fidelity.exports.team import AGREEMENT, CASE_LOAD
from fidelity.exports.weeks import SECOND_LOOKS, WEEKS
from fidelity.exports.words import COMMENTS, MARKS, REPLIES, SUGGESTIONS

TABLES = {
    table.name: table
    for table in (
        WEEKS,
        RATINGS,
        RATING_CHANGES,
        SECOND_LOOKS,
        MARKS,
        COMMENTS,
        REPLIES,
        ACTIONS,
        ACTION_ANSWERS,
        SUGGESTIONS,
        AGREEMENT,
        CASE_LOAD,
        TAM_R_SCORES,
        SCORE_MEANS,
    )
}

#: Changes whenever a table, a column or a meaning does, and never else.
VERSION = sha256(repr((list(TABLES.values()), FORMATS)).encode()).hexdigest()[:8]
