"""What the words that people write in a drill are about, for every detector that reads them.

Participants write as they speak, so that these are judgements over words: each class has its own detector, and what
fits none of them is left alone.
"""

from __future__ import annotations

from trainer.core.gaps.asking import Topic, asks_meaning, contradiction, own_words, topic
from trainer.core.gaps.lacking import (
    Missing,
    address_wrong,
    contact_meant,
    missing,
    needed_contact,
    supplier_word,
    third_party,
)

__all__ = (
    "Missing",
    "Topic",
    "address_wrong",
    "asks_meaning",
    "contact_meant",
    "contradiction",
    "missing",
    "needed_contact",
    "own_words",
    "supplier_word",
    "third_party",
    "topic",
)
