"""The playground: a network that learns before one's eyes, on data and with settings of one's own.

It belongs to notebook 07, and any notebook may show it.
"""

from classroom.playground.panels import playground
