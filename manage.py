#!/usr/bin/env python
"""Run a management command on the running site's settings and database."""

import sys

from django.core.management import execute_from_command_line

from portal.settings.env import use_site_environment

if __name__ == "__main__":
    use_site_environment()
    execute_from_command_line(sys.argv)
