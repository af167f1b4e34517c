"""The policy of the API: what a query may ask, how lists are paged, what an error looks like.

Settings name these classes, so that the viewsets of both apps follow one policy without knowing it.
"""

from govkb.api.paging import StableCursorPagination
from govkb.api.parameters import StrictFilterBackend, refuse_parameters
from govkb.api.problems import ParameterError, problem, problem_response

__all__ = [
    "ParameterError",
    "StableCursorPagination",
    "StrictFilterBackend",
    "problem",
    "problem_response",
    "refuse_parameters",
]
