"""What happened, as members want to read it: pure folds over the events of a moot.

Laws: a view is made of public events alone, so nothing sealed can stand in one before it is opened;
the same entries give the same views, wherever they are folded; what a view returns is plain JSON
that its reader may change without changing the view.
"""

from typing import Any, TypeAlias

Shown: TypeAlias = dict[str, Any]  # an object of a view; the module of the view says which keys it has
