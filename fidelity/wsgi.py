"""What the web server loads: settings from the environment, and the application."""

import gc

from fidelity import log
from fidelity.app import create_app
from fidelity.settings import Settings

_settings = Settings.from_environment()
log.set_up(_settings.log_level)
app = create_app(_settings)

# What is loaded by now stays for good: the collector need not walk it during every long page.
gc.collect()
gc.freeze()
# A long page makes hundreds of thousands of objects, none of them in a circle: to look for circles after each
# 700 of them took a sixteenth of its time.
gc.set_threshold(50_000, 20, 20)
