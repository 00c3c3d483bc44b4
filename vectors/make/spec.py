# SPDX-License-Identifier: MulanPSL-2.0
"""One place to import from: the pages of spec/ as functions.

bundle 2      text_codes, json_codes, load, dump            textform.py
tables        codes, read, write; id_form                   tables.py, base.py
tables 6      head, path, root_of_path, table_root          tree.py
quota         millionths, quotas, apportion, Refusal        base.py, quota.py
seed, targets commitment, seeds, balls_codes, select        draw.py
inspectors    second_random, assign, brute_force            assign.py
notes         vkey_codes, note_codes, Signer                notes.py
policy        parse_policy, policy_result, Policy           policy.py (3.5-3.7: contributors_missing, sources_missing, overlap)
log           tlog.parse_proof, judge, included, Cosigner   tlog.py
beacons       round_of, issue_time, element_code, value_codes, nist_codes  beacons.py
ceremonies    ceremony.build, seal, load_keys               ceremony.py, plans_ceremony.py, check_ceremony.py
whole draws   make_bundle, reseal, rebuild                  bundle.py, reseal.py
"""
from assign import assign, brute_force, maximum, second_random, teams_of  # noqa: F401
from base import SUITES, THIRTEEN, Rand, h, id_form, millionths  # noqa: F401
from bundle import load_keys, make_bundle, read_bundle, rebuild, reseal, write_bundle  # noqa: F401
from draw import balls_codes, commitment, contributions, entropy, seeds, select, strata_of  # noqa: F401
from notes import FILES, Signer, make_note, note_codes, split_vkey, vkey_codes  # noqa: F401
from policy import parse as parse_policy, result as policy_result  # noqa: F401
from quota import Refusal, apportion, quotas  # noqa: F401
from tables import COLUMNS, codes, read, write  # noqa: F401
from textform import Refused, dump, json_codes, load, text_codes  # noqa: F401
from tree import head, path, root_of_path, table_root  # noqa: F401
