"""Every capability asked for, tried: what is switched off or changed, and what that moves.

One module holds the experiments of a family of capabilities; `experiment` runs one, `page`
writes `docs/coverage.md`: `python -m validation.coverage`.
"""
