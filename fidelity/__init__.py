"""Fidelity: the weekly consultation of Multisystemic Therapy teams, on the machine of the service."""

import os
import time

# “Today” is the services' day, whatever clock the machine was set up with: on one that keeps UTC a summer's
# week would begin at one in the morning, and a note of Monday's first hour be one of last week.
os.environ["TZ"] = "Europe/London"
time.tzset()
# A machine without files of time zones takes every name for UTC and says nothing. A rule needs no file.
if time.tzname != ("GMT", "BST"):
    os.environ["TZ"] = "GMT0BST,M3.5.0/1,M10.5.0"
    time.tzset()
