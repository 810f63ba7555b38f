#!/usr/bin/env python3
"""Holds what the operator's service account may do against what it did, as the API server's audit log tells.

Usage: verbs-used.py GRANTED.json AUDIT.log USER [UNUSED.txt]
  GRANTED.json  `kubectl get clusterroles,roles,clusterrolebindings,rolebindings --all-namespaces -o json`
  AUDIT.log     JSON lines of level Metadata, at least of USER
  UNUSED.txt    grants that a run need not use: lines `RESOURCE[.GROUP] VERB REASON`
Exit status 1: a verb was granted and never used, or used and refused, or UNUSED.txt names one that is not granted.
"""
import json
import sys
from collections import Counter


def resource_name(group, resource):
    return f"{resource}.{group}" if group else resource


def granted(path, user):
    """The (resource, verb) pairs of every role that is bound to the user himself, wherever."""
    with open(path) as file:
        objects = json.load(file)["items"]
    _, _, namespace, account = user.split(":")
    himself = {"kind": "ServiceAccount", "name": account, "namespace": namespace}
    bound = {
        (item["roleRef"]["kind"], item["metadata"].get("namespace") if item["roleRef"]["kind"] == "Role" else None, item["roleRef"]["name"])
        for item in objects
        if item["kind"].endswith("Binding") and himself in item.get("subjects", [])
    }
    return {
        (resource_name(group, resource), verb)
        for role in objects
        if (role["kind"], role["metadata"].get("namespace"), role["metadata"]["name"]) in bound
        for rule in role.get("rules") or []
        for group in rule.get("apiGroups", [])
        for resource in rule.get("resources", [])
        for verb in rule["verbs"]
    }


def calls(path, user):
    """Counts (resource, verb, refused) of the user's calls."""
    seen = Counter()
    with open(path) as file:
        for line in file:
            if user not in line:
                continue
            event = json.loads(line)
            what = event.get("objectRef")
            # A watch is told twice, when it begins and when it ends.
            if event["user"]["username"] != user or not what or event["stage"] == "ResponseStarted":
                continue
            resource = "/".join(filter(None, [what.get("resource"), what.get("subresource")]))
            code = event.get("responseStatus", {}).get("code")
            # An apply that creates is noted as a patch; it needs both permissions.
            for verb in [event["verb"], "create"] if event["verb"] == "patch" and code == 201 else [event["verb"]]:
                seen[resource_name(what.get("apiGroup"), resource), verb, code == 403] += 1
    return seen


def exceptions(path):
    lines = (line.split(maxsplit=2) for line in open(path)) if path else []
    return {(words[0], words[1]): words[2].strip() for words in lines if words and not words[0].startswith("#")}


def main(granted_path, audit_path, user, unused_path=None):
    grants, seen, excused = granted(granted_path, user), calls(audit_path, user), exceptions(unused_path)
    used = {(resource, verb) for resource, verb, refused in seen if not refused}
    problems = []
    for resource, verb in sorted(grants):
        count = seen[resource, verb, False]
        note = "" if count else excused.get((resource, verb), "NEVER USED")
        print(f"{count:7d}  {resource} {verb}  {note}".rstrip())
        if note == "NEVER USED":
            problems.append(f"granted and never used: {resource} {verb}")
    problems += [f"refused {seen[key]} times: {key[0]} {key[1]}" for key in sorted(seen) if key[2] and key[:2] not in grants]
    problems += [f"excused and not granted: {resource} {verb}" for resource, verb in sorted(set(excused) - grants)]
    print(f"{len(grants)} verbs granted, {len(grants & used)} used, {sum(seen.values())} calls")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems or not seen or not grants else 0


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
