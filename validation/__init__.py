"""The model against the world: every check, as it comes out.

`python -m validation` runs them, and writes a report with pictures. Nothing here is part of the
package; nothing in the package knows of it.
"""
