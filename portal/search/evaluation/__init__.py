"""How good the search is: judged queries, the usual measures, and public collections to compare with."""
