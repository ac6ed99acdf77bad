"""What people find in the shop's folder: a command for it, and a page that says what is where."""

from __future__ import annotations

import shlex
import sys
from typing import Final

from trainer.practice.place import Place
from trainer.practice.processes import surroundings

_COMMAND: Final = """\
#!/bin/sh
# Works on the shop in this folder. Try: ./shop help
[ "$1" = help ] && set -- --help
PYTHONPATH={packages}
TRAINER_PRACTICE_FOLDER={folder}
export PYTHONPATH TRAINER_PRACTICE_FOLDER
exec {python} -m trainer practice "$@"
"""

_README: Final = """\
THE PRACTICE SHOP

A web shop that really runs on this machine, for exercises. Nothing in it is worth anything, and nothing of it can be
reached from outside this machine. Break, end, edit and delete what you like.

  {folder}

WHO DOES WHAT

  customers --> web --> payment      authorises the amount, after a fraud check
                 |
                 +----> store        keeps the order in data/shop.db

  web          the storefront         {web}
  payment      the payment service    {payment}
  store        the database's owner   {store}
  customers    send orders at a steady rate, all the time
  monitor      the status page        {monitor}
  supervisor   starts all of them; restarts none of them, that is up to you

WHERE TO LOOK

  {monitor}         the status page, in a browser
  curl -s {monitor}/text
  ./shop status                       every process, its number and whether it answers
  tail -n 20 logs/web.log             what a service writes; one file for each
  ls -l data                          the database's folder; config/store.ini says how much it may hold
  ps -o pid,stat,etime,args -p $(cat run/web.pid)

  An order from outside, and the same order looked up again by its number:
  curl -s -d '{{"basket": {{"mug": 1}}}}' {web}/checkout
  curl -s {web}/orders/1

WHAT TO DO

  ./shop start payment                start a service that is gone
  ./shop restart web                  end a service and start it again; it reads its configuration
  ./shop stop payment                 end one service
  kill -HUP $(cat run/payment.pid)    let payment or store read its configuration again
  kill -CONT, kill -TERM, kill -KILL  continue, end, end by force: any process, by its number

  config/*.ini                        configuration, one file for each service; the comments say what it does.
                                      One that is beyond repair: remove it; ./shop stop and ./shop start bring it back

WHEN YOU ARE THROUGH

  ./shop stop                         ends everything and puts things in order
"""


def readme(place: Place) -> str:
    """The page for those who work in the folder."""
    urls = {service: f"http://127.0.0.1:{port}" for service, port in place.ports().items()}
    return _README.format(folder=place.folder, **urls)


def command(place: Place) -> str:
    """The folder's own command, with which nobody has to know where the program is."""
    return _COMMAND.format(
        packages=shlex.quote(surroundings()["PYTHONPATH"]),
        folder=shlex.quote(str(place.folder)),
        python=shlex.quote(sys.executable),
    )
