"""Fidelity: the weekly consultation of Multisystemic Therapy teams, on the machine of the service."""

import os
import time

# “Today” is the services' day, whatever clock the machine was set up with: on one that keeps UTC a summer's
# week would begin at one in the morning, and a note of Monday's first hour be one of last week.
os.environ["TZ"] = "Europe/London"
time.tzset()
