"""Recompute a Yexiao draw: python3 verify_draw.py IN.json OUT.json (Python 3.11, nothing to install).

Says "ok" and exits 0 if OUT.json is what IN.json gives, 1 if not. How and why: verify-a-draw.md."""

import copy
import hashlib
import hmac
import json
import math
import pathlib
import sys
from datetime import datetime


def waiting_time(person, key):
    """Whoever waits shortest comes first: an exponential race that each past loss makes easier to win."""
    number = int.from_bytes(hmac.digest(key, person["id"].encode(), "sha256")[:8], "big")
    return -math.log((number + 0.5) / 2**64) / (1 + min(person["losses"], 4)), person["id"]


def choose(section, asking, place, pools):
    """Whom a section keeps of those asking, and how many came through each pool."""
    best, kept, through = sorted(asking, key=place.get), set(), []
    for name, seats in [*((pool["name"], pool["seats"]) for pool in section["pools"]), (None, math.inf)]:
        fitting = [p for p in best if p not in kept and (name is None or name in pools[p])]
        through.append(min(len(fitting), seats, section["capacity"] - len(kept)))
        kept.update(fitting[: through[-1]])
    return kept, through[:-1]


def run_round(place, wishes, sections, pools):
    """Let people propose down their lists until nobody turned away has a wish left; who holds what."""
    held, asking = {s: set() for s in sections}, list(place)
    while asking := [p for p in asking if wishes[p]]:
        hopeful = {}
        for p in asking:
            hopeful.setdefault(s := wishes[p].pop(0), set(held[s])).add(p)
        for s in hopeful:
            held[s] = choose(sections[s], hopeful[s], place, pools)[0]
        asking = [p for s in hopeful for p in hopeful[s] - held[s]]
    return held


def exclusive(one, other):
    """Whether nobody holds both: the same course, or meetings that overlap."""
    times = [[list(map(datetime.fromisoformat, meeting)) for meeting in s["meetings"]] for s in (one, other)]
    return one["course"] == other["course"] or any(a < d and c < b for a, b in times[0] for c, d in times[1])


def recompute(draw):
    """Return the result that the file gives, with its digest."""
    key, sections = bytes.fromhex(draw["seed"]) + draw["beacon"].encode(), copy.deepcopy(draw["sections"])
    order = [p["id"] for p in sorted(draw["people"], key=lambda person: waiting_time(person, key))]
    wants, pools = ({p["id"]: p[field] for p in draw["people"]} for field in ("choices", "pools"))
    sections, seats, holds = {s["id"]: s for s in sections}, [], {p: [] for p in order}
    for number in range(1, draw["seats_per_person"] + 1):
        place, won = {p: at for at, p in enumerate(order if number % 2 else order[::-1])}, {}
        barred = {p: {s for s in wants[p] for h in holds[p] if exclusive(sections[s], h)} for p in order}
        wishes = {p: [s for s in wants[p] if s not in barred[p]] for p in order}
        for s, people in run_round(place, wishes, sections, pools).items():
            for pool, used in zip(sections[s]["pools"], choose(sections[s], people, place, pools)[1]):  # noqa: B905
                pool["seats"] -= used
            sections[s]["capacity"] -= len(people)
            won.update(dict.fromkeys(people, s))
        for p, s in [(p, won[p]) for p in place if p in won]:
            holds[p].append(sections[s])
            seats.append({"person": p, "section": s, "choice": wants[p].index(s) + 1, "round": number})
    reasons = [(p, "all_choices_full" if wants[p] else "no_choice") for p in order if not holds[p]]
    result = {"format": "yexiao-draw-result/1", "order": order, "seats": seats}
    result["unseated"] = [{"person": p, "reason": reason} for p, reason in reasons]
    spelling = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**result, "digest": hashlib.sha256(spelling.encode()).hexdigest()}


if __name__ == "__main__":
    draw, result = (json.loads(pathlib.Path(path).read_text("utf-8")) for path in sys.argv[1:3])
    seed_hash = hashlib.sha256(bytes.fromhex(draw["seed"])).hexdigest()
    same = seed_hash == draw["seed_hash"].lower() and recompute(draw) == result
    sys.stdout.write("ok\n" if same else "The seed or the result is not what was promised.\n")
    sys.exit(not same)
